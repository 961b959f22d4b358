import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestEmulator } from '../support/emulator';
import { Client, create, done, host, ownError } from '../support/environments';
import { refusedBeforeStore, replica, twoReplicas } from '../support/fleet';
import { temporaryFolder } from '../support/process';
import type { S3Server } from '../support/s3-server';

const ZONES = (...names: string[]) =>
  `version: 1\nsessions:\n  - { uuid: 5e55000000004000800000000000ad01, account: admin }\nzones:\n${names.map((name) => `  - { name: ${name} }\n`).join('')}`.trim();

const keep = (emulator: TestEmulator, name: string, seed: string) =>
  done(emulator, 'PUT', `/fleet/sources/${name}`, { seed });

async function zonesAt(emulator: TestEmulator, world: string): Promise<string[]> {
  const zones = await new Client(emulator, world).list('/zones');
  return zones.map(({ name }) => String(name)).toSorted();
}

/** What the store has of seeds and exports, without records. */
const filesOf = (store: S3Server) =>
  store.keys().filter((key) => key.startsWith('sources/') && !key.endsWith('record.json'));

test('a seed that is kept at one replica is used at all, alone and with others, also at one that starts later', async () => {
  const { store, a, b } = await twoReplicas();
  const text = ZONES('shared-zone');
  const kept = await keep(a, 'mine', text);
  expect(kept).toMatchObject({ name: 'mine', kind: 'seed', bytes: text.length, replica: 'a' });
  expect(await create(b, { name: 'one', from: { seed: 'mine' } })).toMatchObject({
    origin: 'seed mine',
  });
  expect(await zonesAt(b, 'one')).toEqual(['shared-zone']);
  await a.stop();
  const c = await replica(store, 'c', { seed: 'mine' });
  expect(await zonesAt(c, 'default')).toEqual(['shared-zone']);
  await keep(c, 'more', 'version: 1\nzones: [{ name: more }]');
  await create(b, { name: 'both', from: { seed: 'minimal, more' } });
  expect(await zonesAt(c, 'both')).toEqual(['more', 'zone-1']);
  const [found] = await done(c, 'GET', '/fleet/sources/mine');
  expect(found).toEqual({ ...kept, text });
  expect(await done(c, 'GET', '/fleet/sources')).toEqual([
    kept,
    expect.objectContaining({ name: 'more', replica: 'c' }),
  ]);
});

test('a reset at another replica reads the seed as it is then, and one that is gone is told', async () => {
  const { store, a, b } = await twoReplicas();
  await keep(a, 'mine', ZONES('first'));
  await create(a, { name: 'world', from: { seed: 'mine' } });
  await keep(a, 'mine', ZONES('first', 'second'));
  expect(filesOf(store)).toHaveLength(1);
  await a.stop();
  expect(await zonesAt(b, 'world')).toEqual(['first']);
  await done(b, 'POST', '/environments/world/reset');
  expect(await zonesAt(b, 'world')).toEqual(['first', 'second']);
  expect((await host(b, 'DELETE', '/fleet/sources/mine')).status).toBe(200);
  expect(filesOf(store)).toEqual([]);
  const refused = await refusedBeforeStore(store, b, 'POST', '/environments/world/reset');
  expect(refused).toMatchObject({ code: 'invalid' });
  expect(refused.details).toContain("no seed is called 'mine'");
  expect(await zonesAt(b, 'world')).toEqual(['first', 'second']);
});

test('what is no seed is refused in the words of one that is sent along, and nothing is kept', async () => {
  const { store, a } = await twoReplicas();
  const wrong = [
    'version: 1\nzoness: []\n',
    'version: 1\nzones:\n  - { nam: x }\n',
    'no seed at all:\n  - [',
    'version: 1\ninclude: [not-there]\n',
  ];
  for (const seed of wrong) {
    const inline = await host(a, 'POST', '/environments', { name: 'x', from: { seed } });
    const refused = await refusedBeforeStore(store, a, 'PUT', '/fleet/sources/mine', { seed });
    expect(refused).toMatchObject({ ...ownError(inline), code: 'invalid' });
    expect(refused.details).toContain('the seed cannot be used');
  }
  const large = { seed: `# ${'x'.repeat(2 ** 20)}` };
  const refused = await refusedBeforeStore(store, a, 'PUT', '/fleet/sources/mine', large);
  expect(refused).toMatchObject({ status: 413, code: 'tooLarge' });
});

test('a name of a seed that a replica has itself is its own, and what cannot be a name is refused', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'own.yaml'), ZONES('of-the-directory'));
  const { store, a, b } = await twoReplicas({ ofB: { seedDirectories: folder } });
  const seed = ZONES('shared');
  for (const name of ['default', 'minimal', 'none', 'own']) {
    const refused = await refusedBeforeStore(store, b, 'PUT', `/fleet/sources/${name}`, { seed });
    expect(refused).toMatchObject({ code: 'conflict' });
    expect(refused.details).toContain(`'${name}' is the name of a seed of the package or of`);
  }
  // Whoever does not know that directory may take the name, and who has it goes on with its own.
  await keep(a, 'own', seed);
  await create(b, { name: 'at-b', from: { seed: 'own' } });
  await create(a, { name: 'at-a', from: { seed: 'own' } });
  expect(await zonesAt(b, 'at-b')).toEqual(['of-the-directory']);
  expect(await zonesAt(a, 'at-a')).toEqual(['shared']);
  for (const name of ['Mine', '..%2Fworlds', 'a.b', 'con', 'x'.repeat(64)]) {
    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      const body = method === 'PUT' ? { seed } : undefined;
      const refused = await refusedBeforeStore(store, a, method, `/fleet/sources/${name}`, body);
      expect(refused).toMatchObject({ code: 'invalid' });
      expect(refused.details).toContain('cannot be the name of a seed or an export');
    }
  }
  const missing = await refusedBeforeStore(store, a, 'DELETE', '/fleet/sources/nobodys');
  expect(missing).toMatchObject({ code: 'notFound' });
  expect((await host(a, 'GET', '/fleet/sources/nobodys')).status).toBe(404);
});

test('of two who keep a seed at the same time one is told to look again, and the whole of one is kept', async () => {
  const { store, a, b } = await twoReplicas();
  await keep(a, 'mine', ZONES('before'));
  let goOn = () => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  let isHeld = false;
  const reached = new Promise<void>((resolve) => {
    store.disturbance.delays = (method, key) => {
      if (method !== 'PUT' || !key.endsWith('mine/record.json') || isHeld) return undefined;
      isHeld = true;
      resolve();
      return held;
    };
  });
  const late = host(a, 'PUT', '/fleet/sources/mine', { seed: ZONES('of-a') });
  await reached;
  await keep(b, 'mine', ZONES('of-b'));
  goOn();
  const answer = ownError(await late);
  expect(answer).toMatchObject({ code: 'conflict' });
  expect(answer.details).toMatch(/just kept anew or removed by somebody else/);
  expect(filesOf(store)).toHaveLength(1);
  await create(a, { name: 'world', from: { seed: 'mine' } });
  expect(await zonesAt(a, 'world')).toEqual(['of-b']);
});

test('who reads a seed that is just kept anew has the new one', async () => {
  const { store, a, b } = await twoReplicas();
  await keep(a, 'mine', ZONES('before'));
  const [old = ''] = filesOf(store);
  let isAsked = false;
  store.disturbance.delays = (method, key) => {
    if (method !== 'GET' || !key.endsWith(old) || isAsked) return undefined;
    isAsked = true;
    return keep(a, 'mine', ZONES('after')).then(() => undefined);
  };
  await create(b, { name: 'world', from: { seed: 'mine' } });
  expect(isAsked).toBe(true);
  expect(await zonesAt(b, 'world')).toEqual(['after']);
});

test('an answer of the store that is lost does not undo what it did', async () => {
  const { store, a, b } = await twoReplicas();
  const lost: string[] = [];
  store.disturbance.losesAnswer = (method, key) => {
    const isFirst = method === 'PUT' && key.includes('sources/') && !lost.includes(key);
    if (isFirst) lost.push(key);
    return isFirst;
  };
  await keep(a, 'mine', ZONES('kept'));
  expect(lost).toHaveLength(2);
  await create(b, { name: 'world', from: { seed: 'mine' } });
  expect(await zonesAt(b, 'world')).toEqual(['kept']);
  expect(filesOf(store)).toHaveLength(1);
});

test('while the store is gone all of it is refused for now, and nothing is half done', async () => {
  const { store, a } = await twoReplicas();
  await keep(a, 'mine', ZONES('kept'));
  await create(a, { name: 'world', from: { seed: 'mine' } });
  store.disturbance.isGone = true;
  const calls = [
    ['GET', '/fleet/sources'],
    ['GET', '/fleet/sources/mine'],
    ['PUT', '/fleet/sources/mine', { seed: ZONES('other') }],
    ['DELETE', '/fleet/sources/mine'],
    ['POST', '/environments', { name: 'new', from: { seed: 'mine' } }],
    ['POST', '/environments/world/reset'],
  ] as const;
  for (const [method, path, body] of calls) {
    const refused = await refusedBeforeStore(store, a, method, path, body);
    expect([path, refused]).toMatchObject([path, { status: 503, retryAfter: '1' }]);
    expect(refused.details).toContain('the store cannot be used now');
  }
  store.disturbance.isGone = false;
  expect(await zonesAt(a, 'world')).toEqual(['kept']);
  const [found] = await done(a, 'GET', '/fleet/sources/mine');
  expect(found).toMatchObject({ text: ZONES('kept') });
});

test('what was changed in the store is refused in words, listed so, and mended by keeping it anew', async () => {
  const { store, a, b } = await twoReplicas();
  await keep(a, 'mine', ZONES('kept'));
  await keep(a, 'other', ZONES('other'));
  const [file = ''] = filesOf(store);
  const before = store.objects.get(`fleet/${file}`)?.bytes ?? Buffer.alloc(0);
  const refused = async () => {
    const from = { seed: 'mine' };
    const answer = await host(b, 'POST', '/environments', { name: 'world', from });
    expect(answer.headers['retry-after']).toBeUndefined();
    const { code, details } = ownError(answer);
    expect([code, details]).toEqual(['unavailable', expect.stringContaining("the seed 'mine'")]);
    return details;
  };
  const replaced = async (key: string, bytes: Buffer) => {
    store.objects.set(`fleet/${key}`, { bytes, etag: `"${bytes.length}"` });
    return refused();
  };
  const cut = before.subarray(0, before.length - 9);
  expect(await replaced(file, cut)).toMatch(/damaged in the store/);
  expect(await replaced(file, Buffer.concat([before, before]))).toMatch(/damaged in the store/);
  store.objects.delete(`fleet/${file}`);
  expect(await refused()).toMatch(/missing in the store/);
  const record = store.json('sources/mine/record.json');
  const strange = [
    'no record',
    JSON.stringify({ ...record, version: 2 }),
    JSON.stringify(record).replace('sources/mine/', 'worlds/mine/'),
    JSON.stringify(record).replace('sources/mine/', 'sources/mine/../'),
  ];
  for (const text of strange) {
    expect(await replaced('sources/mine/record.json', Buffer.from(text))).toMatch(
      /its record is damaged in the store: keep it anew, or remove it/,
    );
  }
  expect(await done(b, 'GET', '/fleet/sources')).toMatchObject([
    { name: 'mine', kind: null, problem: expect.stringContaining('damaged') },
    { name: 'other', kind: 'seed', problem: null },
  ]);
  await expect(replica(store, 'c', { seed: 'mine' })).rejects.toThrow(/the seed 'mine' cannot be/);
  await keep(b, 'mine', ZONES('anew'));
  await create(a, { name: 'world', from: { seed: 'mine' } });
  expect(await zonesAt(a, 'world')).toEqual(['anew']);
});

test('all are listed, a page of them at a time, and what was removed is not', async () => {
  const { a, b } = await twoReplicas();
  for (const name of ['one', 'two', 'three', 'four']) await keep(a, name, ZONES(name));
  await host(b, 'DELETE', '/fleet/sources/one');
  const first = await host(b, 'GET', '/fleet/sources?limit=2');
  const names = ({ body }: typeof first) =>
    body.inventories.map(({ name }: { name: string }) => name);
  expect([names(first), first.body.next]).toEqual([['four'], 'one']);
  const next = await host(b, 'GET', '/fleet/sources?limit=2&after=one');
  expect([names(next), next.body.next]).toEqual([['three', 'two'], null]);
});

test('without a store nothing is shared, and that is said', async () => {
  const emulator = await TestEmulator.start();
  const calls = [
    ['GET', '/fleet/sources'],
    ['GET', '/fleet/sources/mine'],
    ['PUT', '/fleet/sources/mine', { seed: ZONES('x') }],
    ['DELETE', '/fleet/sources/mine'],
    ['PUT', '/environments/default/export/mine', {}],
    ['POST', '/environments', { from: { export: 'mine' } }],
  ] as const;
  for (const [method, path, body] of calls) {
    const refused = ownError(await host(emulator, method, path, body));
    expect([path, refused]).toMatchObject([path, { code: 'notFound' }]);
    expect(refused.details).toContain('EMULATOR_STORE names the store of a fleet');
  }
  expect(emulator.environments.list()).toHaveLength(1);
});
