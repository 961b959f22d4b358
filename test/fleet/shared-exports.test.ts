import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { SEED, type TestEmulator } from '../support/emulator';
import {
  bytesOf,
  Client,
  create,
  done,
  exported,
  filesBelow,
  host,
  imported,
  ownError,
  sendImport,
  uploadIn,
  worldOf,
} from '../support/environments';
import { imagesAt, recordOf, refusedBeforeStore, replica, twoReplicas } from '../support/fleet';
import { eventually, temporaryFolder } from '../support/process';
import type { S3Server } from '../support/s3-server';

const { runningLinux } = SEED.volumes;
const BYTES = Buffer.from('the bytes of a real image');
const MD5 = createHash('md5').update(BYTES).digest('hex');
const BLOB = `blobs/${MD5}-${BYTES.length.toString(16)}`;

const keep = (emulator: TestEmulator, world: string, name: string, options: object = {}) =>
  done(emulator, 'PUT', `/environments/${world}/export/${name}`, options);

const filesOf = (store: S3Server) =>
  store.keys().filter((key) => key.startsWith('sources/') && !key.endsWith('record.json'));

/** A world at a replica with an image of its own, one of real bytes, and an export of it. */
async function kept(a: TestEmulator): Promise<{ imageUuid: string }> {
  await create(a, { name: 'shop', from: { seed: 'default' } });
  const client = new Client(a, 'shop');
  await client.template(runningLinux, { name: 'made-for-export' });
  const imageUuid = await uploadIn(client, BYTES);
  await keep(a, 'shop', 'golden', { secrets: 'keep' });
  return { imageUuid };
}

/** Nothing but what is asked for changes the store. */
const RARELY = { ofA: { checkpoint: '1h' } };

const fromGolden = { export: 'golden' };

test('an export of one replica is a world at another one, whole and with the bytes of its real images', async () => {
  const { store, a, b } = await twoReplicas();
  const { imageUuid } = await kept(a);
  const before = worldOf(a, 'shop');
  const [source] = await done(b, 'GET', '/fleet/sources/golden');
  expect(source).toMatchObject({ kind: 'export', replica: 'a', problem: null, text: null });
  await a.stop();
  const made = await create(b, { name: 'copy', from: fromGolden });
  expect(made).toMatchObject({ name: 'copy', origin: 'export golden', storage: 'memory' });
  // Work that goes on has its time in it: here the clock stands.
  const { settings: _, ...rows } = worldOf(b, 'copy');
  expect(before).toMatchObject(rows);
  expect(await bytesOf(new Client(b, 'copy'), imageUuid)).toEqual(BYTES);
  expect(store.keys().filter((key) => key.startsWith('blobs/'))).toEqual([BLOB]);
  expect(recordOf(store, 'copy')).toMatchObject({ number: 1, state: 'held', replica: 'b' });
});

test('such a world is reset to its export wherever it is, also when that is removed', async () => {
  const { store, a, b } = await twoReplicas(RARELY);
  const { imageUuid } = await kept(a);
  await create(a, { name: 'copy', from: fromGolden });
  await new Client(a, 'copy').template(runningLinux, { name: 'made-later' });
  expect((await host(b, 'DELETE', '/fleet/sources/golden')).status).toBe(200);
  expect(filesOf(store)).toEqual([]);
  await a.stop();
  expect(await imagesAt(b, 'copy')).toEqual(['made-for-export', 'made-later']);
  await done(b, 'POST', '/environments/copy/reset');
  expect(await imagesAt(b, 'copy')).toEqual(['made-for-export']);
  expect(await bytesOf(new Client(b, 'copy'), imageUuid)).toEqual(BYTES);
  const refused = await refusedBeforeStore(store, b, 'POST', '/environments', {
    name: 'late',
    from: fromGolden,
  });
  expect(refused).toMatchObject({ code: 'notFound' });
});

test('it is as an exported file is: without secrets unless they are wanted, and with a history', async () => {
  const { a, b } = await twoReplicas();
  await create(a, { name: 'shop', from: { seed: 'default' } });
  await keep(a, 'shop', 'plain', { history: 'recent' });
  await create(b, { name: 'plain', from: { export: 'plain' } });
  expect((await new Client(b, 'plain').call('GET', '/zones')).status).toBe(503);
  const body = { logInByAccount: { accountName: 'admin', password: passwordOf('password') } };
  const login = await new Client(b, 'plain').call('PUT', '/accounts/login', body);
  expect(login.status).toBe(200);
});

/** As clients send it. */
const passwordOf = (text: string) => createHash('sha512').update(text).digest('hex');

test('kept anew it is another world, and the default world of the replica that is asked can be kept', async () => {
  const { store, a, b } = await twoReplicas();
  await new Client(a, 'default').template(runningLinux, { name: 'made-1' });
  await keep(a, 'default', 'golden', { secrets: 'keep' });
  await new Client(a, 'default').template(runningLinux, { name: 'made-2' });
  await keep(a, 'default', 'golden', { secrets: 'keep' });
  expect(filesOf(store)).toHaveLength(1);
  const options = { name: 'copy', from: fromGolden, idle: '1h', release: '4.8', port: 0 };
  const made = await create(b, options);
  expect(made).toMatchObject({ idleSeconds: 3600, release: '4.8', port: expect.any(Number) });
  expect(await imagesAt(b, 'copy')).toEqual(['made-1', 'made-2']);
});

test('what cannot be made of it, or kept, is refused, and the store stays as it was', async () => {
  const { store, a, b } = await twoReplicas(RARELY);
  await kept(a);
  await done(a, 'PUT', '/fleet/sources/mine', { seed: 'version: 1' });
  const path = '/environments';
  const refused = async (body: object, method: 'POST' | 'PUT' = 'POST', at = path) => {
    const { code, details } = await refusedBeforeStore(store, b, method, at, body);
    return `${code}: ${details}`;
  };
  expect(await refused({ name: 'x', from: { export: 'nobodys' } })).toBe(
    "notFound: the replicas share no export of the name 'nobodys'",
  );
  expect(await refused({ name: 'x', from: { export: 'mine' } })).toMatch(/^notFound: .*no export/);
  expect(await refused({ name: 'x', from: { export: '../shop' } })).toMatch(
    /^invalid: .*cannot be/,
  );
  expect(await refused({ name: 'x', from: { export: 5 } })).toMatch(/^invalid: from.export must/);
  expect(await refused({ name: 'x', from: { export: 'golden', seed: 'mine' } })).toMatch(
    /^invalid: from takes an export alone/,
  );
  expect(await refused({ name: 'default', from: fromGolden })).toMatch(/^conflict: .*already/);
  expect(await refused({ name: 'X', from: fromGolden })).toMatch(/^invalid: .*name of an envir/);
  expect(await refused({ name: 'x', storage: 'file', from: fromGolden })).toMatch(/^conflict: /);
  expect(await refused({}, 'PUT', `${path}/default/export/mine`)).toMatch(
    /^conflict: 'mine' is the name of a seed already: remove that first/,
  );
  expect(await refused({ seed: 'version: 1' }, 'PUT', '/fleet/sources/golden')).toMatch(
    /^conflict: 'golden' is the name of an export already/,
  );
  expect(await refused({}, 'PUT', `${path}/nobodys/export/x`)).toMatch(/^notFound: .*'nobodys'/);
  expect(b.environments.list().map(({ name }) => name)).toEqual(['default']);
});

test('one that is larger than a replica takes is refused there, and one that is larger than it gives is not kept', async () => {
  const { store, a } = await twoReplicas(RARELY);
  await create(a, { name: 'shop', from: { seed: 'default' } });
  const large = Buffer.alloc(2 ** 20, 'x');
  await uploadIn(new Client(a, 'shop'), large);
  await keep(a, 'shop', 'golden');
  const [{ bytes }] = await done(a, 'GET', '/fleet/sources/golden');
  expect(bytes).toBeGreaterThan(large.length);
  const small = await replica(store, 'small', { environmentSize: String(bytes - 1) });
  const body = { name: 'copy', from: fromGolden };
  const refused = await refusedBeforeStore(store, small, 'POST', '/environments', body);
  expect(refused).toMatchObject({ status: 413, code: 'tooLarge' });
  // What its record says of its images is believed to nobody.
  const record = store.json('sources/golden/record.json') as { contents: object };
  const understated = { ...record, contents: { ...record.contents, imageBytes: 0 } };
  const key = 'fleet/sources/golden/record.json';
  store.objects.set(key, { bytes: Buffer.from(JSON.stringify(understated)), etag: '"less"' });
  const again = await refusedBeforeStore(store, small, 'POST', '/environments', body);
  expect(again).toMatchObject({ status: 413, code: 'tooLarge' });
  await create(a, { name: 'copy', from: fromGolden });
  await uploadIn(new Client(small, 'default'), large);
  const path = '/environments/default/export/other';
  const notKept = await refusedBeforeStore(store, small, 'PUT', path, {});
  expect(notKept).toMatchObject({ status: 413, code: 'tooLarge' });
});

test('while the store is gone exports are refused for now, and nothing is half done', async () => {
  const { store, a } = await twoReplicas(RARELY);
  await kept(a);
  const gone = async (isGone: () => boolean) => {
    store.disturbance.losesAnswer = () => {
      store.disturbance.isGone ||= isGone();
      return store.disturbance.isGone;
    };
    const body = { name: 'copy', from: fromGolden };
    const answer = await refusedBeforeStore(store, a, 'POST', '/environments', body);
    expect(answer).toMatchObject({ status: 503, retryAfter: '1' });
    expect(a.environments.list().map(({ name }) => name)).toEqual(['default', 'shop']);
    store.disturbance.isGone = false;
  };
  let asked = 0;
  // The record, the file, an image, and the name of the new world.
  for (const requests of [1, 2, 3, 4]) {
    asked = 0;
    await gone(() => ++asked === requests);
  }
  store.disturbance.isGone = true;
  const path = '/environments/shop/export/golden';
  const notKept = await refusedBeforeStore(store, a, 'PUT', path, {});
  expect(notKept).toMatchObject({ status: 503, retryAfter: '1' });
  store.disturbance.isGone = false;
  store.disturbance.losesAnswer = () => false;
  await create(a, { name: 'copy', from: fromGolden });
  expect(await imagesAt(a, 'copy')).toEqual(['made-for-export']);
});

test('what was changed in the store is refused in words, and leaves nothing there', async () => {
  const dataDir = temporaryFolder();
  const { store, a, b } = await twoReplicas({
    ...RARELY,
    ofB: { dataDir },
  });
  await kept(a);
  const [file = ''] = filesOf(store);
  const whole = new Map(store.objects);
  const refused = async (key: string, bytes: Buffer | undefined) => {
    if (bytes) store.objects.set(`fleet/${key}`, { bytes, etag: `"${bytes.length}"` });
    else store.objects.delete(`fleet/${key}`);
    const body = { name: 'copy', from: fromGolden };
    const { code, details, retryAfter } = await refusedBeforeStore(
      store,
      b,
      'POST',
      '/environments',
      body,
    );
    for (const [one, object] of whole) store.objects.set(one, object);
    expect([code, retryAfter]).toEqual(['unavailable', undefined]);
    expect(details).toContain("'golden' cannot be taken out of the store");
    return details;
  };
  const packed = store.objects.get(`fleet/${file}`)?.bytes ?? Buffer.alloc(0);
  expect(await refused(file, packed.subarray(0, 999))).toMatch(/damaged in the store/);
  expect(await refused(file, gzipSync('other'))).toMatch(/not what was stored|damaged/);
  expect(await refused(file, undefined)).toMatch(/missing in the store/);
  expect(await refused(BLOB, undefined)).toMatch(/the bytes of the image content .* missing/);
  expect(await refused(BLOB, Buffer.from('other bytes of an image!!'))).toMatch(/missing or wrong/);
  expect(await refused(BLOB, Buffer.concat([BYTES, Buffer.from('!')]))).toMatch(/missing or wrong/);
  // Seen at its first bytes, while the others are on their way.
  const spoilt = Buffer.concat([Buffer.from('no gzip at all'), packed.subarray(14)]);
  expect(await refused(file, spoilt)).toMatch(/damaged in the store: incorrect header/);
  expect(await refused('sources/golden/record.json', Buffer.from('{'))).toMatch(
    /record is damaged/,
  );
  // Its sums are right, and it is a world that breaks the rules of its values.
  const database = gunzipSync(packed);
  database.write('SQLite format 4', 0);
  const forged = gzipSync(database);
  const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  const record = store.json('sources/golden/record.json') as { contents: { file: object } };
  const sums = { length: forged.length, sha256: sum(forged), contentSha256: sum(database) };
  const contents = { ...record.contents, file: { ...record.contents.file, ...sums } };
  store.objects.set(`fleet/${file}`, { bytes: forged, etag: '"forged"' });
  const text = Buffer.from(JSON.stringify({ ...record, contents }));
  expect(await refused('sources/golden/record.json', text)).toMatch(/cannot be imported/);
  expect(filesBelow(dataDir).filter((path) => path.startsWith('temporary'))).toEqual([]);
  await create(b, { name: 'copy', from: fromGolden });
  expect(await imagesAt(b, 'copy')).toEqual(['made-for-export']);
});

test('kept anew its real images are whole in the store again, and a connection that breaks is no damage', async () => {
  const { store, a, b } = await twoReplicas(RARELY);
  const { imageUuid } = await kept(a);
  const body = { name: 'copy', from: fromGolden };
  const [file = ''] = filesOf(store);
  for (const key of [BLOB, file]) {
    store.disturbance.cutsBody = (one) => one === `fleet/${key}`;
    const cut = await refusedBeforeStore(store, b, 'POST', '/environments', body);
    expect(cut).toMatchObject({ status: 503, retryAfter: '1' });
  }
  store.disturbance.cutsBody = () => false;
  const whole = store.objects.get(`fleet/${BLOB}`)?.bytes ?? Buffer.alloc(0);
  for (const left of [undefined, whole.subarray(0, 5)]) {
    if (left) store.objects.set(`fleet/${BLOB}`, { bytes: left, etag: '"cut"' });
    else store.objects.delete(`fleet/${BLOB}`);
    await keep(a, 'shop', 'golden', { secrets: 'keep' });
    expect(store.objects.get(`fleet/${BLOB}`)?.bytes).toEqual(BYTES);
  }
  await create(b, body);
  expect(await bytesOf(new Client(b, 'copy'), imageUuid)).toEqual(BYTES);
});

test('a file that is no world is refused as without a fleet', async () => {
  const { a } = await twoReplicas();
  const answer = await sendImport(a, 'brought', Uint8Array.from(Buffer.from('no world')));
  expect(ownError(answer)).toMatchObject({ code: 'invalid' });
  await imported(a, 'brought', Uint8Array.from(await exported(a, 'default')));
});

test('what a replica no more answers for it keeps no more', async () => {
  const { store, a, b } = await twoReplicas({ ofA: { lease: '900ms', checkpoint: '1h' } });
  await create(a, { name: 'shop', from: { seed: 'default' } });
  const ofA = [...store.objects.keys()].find((key) => key.startsWith('fleet/replicas/a-')) ?? '';
  let goOn = () => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  const reached = new Promise<void>((resolve) => {
    store.disturbance.delays = (method, key) => {
      if (method !== 'PUT' || !key.startsWith('fleet/sources/')) return undefined;
      resolve();
      return held;
    };
  });
  const late = host(a, 'PUT', '/environments/shop/export/golden', {});
  await reached;
  // The end of the lease, as another replica writes it.
  const ended = String(store.objects.get(ofA)?.bytes).replace('"live"', '"ended"');
  store.objects.set(ofA, { bytes: Buffer.from(ended), etag: '"ended"' });
  expect(await imagesAt(b, 'shop')).toEqual([]);
  await eventually(async () =>
    a.environments.list().some(({ name }) => name === 'shop') ? undefined : true,
  );
  goOn();
  expect(ownError(await late)).toMatchObject({ code: 'unavailable' });
  expect(store.keys().filter((key) => key.startsWith('sources/'))).toEqual([]);
});
