import { gzipSync } from 'node:zlib';
import { createHash } from 'node:crypto';
import { SEED, TestEmulator } from '../support/emulator';
import { Client, create, done, host, ownError, uploadIn, worldOf } from '../support/environments';
import { imagesAt, recordOf, replica, twoReplicas } from '../support/fleet';
import { eventually, temporaryFolder } from '../support/process';
import { S3Server } from '../support/s3-server';

const { runningLinux } = SEED.volumes;

test('a world goes on where it is asked for: whole, under a greater number, and at one replica alone', async () => {
  const { store, a, b } = await twoReplicas();
  await create(a, { name: 'shop', from: { seed: 'default' } });
  await new Client(a, 'shop').template(runningLinux, { name: 'made-1' });
  const before = worldOf(a, 'shop');
  expect(recordOf(store, 'shop')).toMatchObject({ number: 1, state: 'held', replica: 'a' });
  expect(await imagesAt(b, 'shop')).toEqual(['made-1']);
  expect(recordOf(store, 'shop')).toMatchObject({ number: 2, state: 'held', replica: 'b' });
  const { settings: _, ...rows } = worldOf(b, 'shop');
  expect(before).toMatchObject(rows);
  expect(a.environments.list().map(({ name }) => name)).toEqual(['default']);
});

test('a replica that ends hands over everything that it answered for', async () => {
  const { store, a, b } = await twoReplicas();
  for (const name of ['one', 'two', 'three']) {
    await create(a, { name });
    await new Client(a, name).template(runningLinux, { name: `made-in-${name}` });
  }
  await a.stop();
  expect(recordOf(store, 'two')).toMatchObject({ number: 1, state: 'free' });
  for (const name of ['one', 'two', 'three']) {
    expect(await imagesAt(b, name)).toEqual([`made-in-${name}`]);
  }
  expect(store.keys().filter((key) => key.startsWith('replicas/'))).toHaveLength(1);
});

test('a name is taken wherever its world lies, and free again when that is removed', async () => {
  const { store, a, b } = await twoReplicas();
  await create(a, { name: 'taken' });
  const refused = await host(b, 'POST', '/environments', { name: 'taken' });
  expect(ownError(refused)).toEqual({
    code: 'conflict',
    details: "there is an environment 'taken' already",
  });
  await host(b, 'DELETE', '/environments/taken');
  await eventually(async () => {
    const left = store.keys().filter((key) => key.startsWith('worlds/'));
    return left.join() === 'worlds/taken/record.json' || undefined;
  });
  for (const emulator of [a, b]) {
    expect((await new Client(emulator, 'taken').call('GET', '/zones')).status).toBe(404);
  }
  const { number } = recordOf(store, 'taken');
  await create(a, { name: 'taken' });
  expect(recordOf(store, 'taken')).toMatchObject({ number: number + 1, replica: 'a' });
});

test('what nobody has made is nowhere, and each replica has a default world of its own', async () => {
  const { store, a, b } = await twoReplicas();
  const asked = store.requests.length;
  expect((await new Client(a, 'nobodys').call('GET', '/zones')).status).toBe(404);
  expect(store.requests.length).toBeGreaterThan(asked);
  await new Client(a, 'default').template(runningLinux, { name: 'made-here' });
  expect(await imagesAt(b, 'default')).toEqual([]);
  expect(store.keys().some((key) => key.startsWith('worlds/default'))).toBe(false);
});

test('a world is reset to what it was made from, and goes back to its snapshots, wherever it is', async () => {
  const { a, b } = await twoReplicas();
  await new Client(a, 'default').template(runningLinux, { name: 'made-before' });
  await create(a, { name: 'moved' });
  const client = new Client(a, 'moved');
  await client.template(runningLinux, { name: 'made-then' });
  const taken = await done(a, 'POST', '/environments/moved/snapshots', { name: 'then' });
  await client.template(runningLinux, { name: 'made-later' });
  expect(await imagesAt(b, 'moved')).toEqual(['made-before', 'made-later', 'made-then']);
  await done(b, 'POST', '/environments/moved/snapshots/then/restore');
  expect(await imagesAt(b, 'moved')).toEqual(['made-before', 'made-then']);
  const [found] = await done(b, 'GET', '/environments/moved/snapshots');
  expect(found).toMatchObject({ name: 'then', createDate: taken.createDate });
  await done(b, 'POST', '/environments/moved/reset');
  expect(await imagesAt(b, 'moved')).toEqual(['made-before']);
});

test('real images move by their content, which is stored once', async () => {
  const { store, a, b } = await twoReplicas();
  const bytes = Buffer.from('the bytes of an image');
  for (const name of ['one', 'two']) {
    await create(a, { name });
    await uploadIn(new Client(a, name), bytes);
  }
  await a.stop();
  const md5 = createHash('md5').update(bytes).digest('hex');
  const blobs = store.keys().filter((key) => key.startsWith('blobs/'));
  expect(blobs).toEqual([`blobs/${md5}-${bytes.length.toString(16)}`]);
  const image = await new Client(b, 'two').list('/images?q=name=uploaded');
  const address = `${b.url}/emulator/v1/environments/two/images/${image[0].uuid}/artifact`;
  expect(await (await fetch(address)).text()).toBe(bytes.toString());
});

test('an imported world is in the store before it is answered', async () => {
  const { store, a, b } = await twoReplicas();
  await new Client(a, 'default').template(runningLinux, { name: 'made-for-export' });
  const own = `${a.url}/emulator/v1/environments`;
  const file = await fetch(`${own}/default/export?secrets=keep`);
  const body = await file.arrayBuffer();
  const answer = await fetch(`${own}/brought/import`, { method: 'PUT', body });
  expect(answer.status).toBe(200);
  expect(recordOf(store, 'brought')).toMatchObject({ number: 1, contents: { origin: {} } });
  expect(await imagesAt(b, 'brought')).toEqual(['made-for-export']);
});

test('all worlds are listed from the store, a page of them at a time', async () => {
  const { a, b } = await twoReplicas();
  for (const name of ['one', 'two', 'three']) await create(a, { name });
  await create(b, { name: 'four' });
  const first = await host(b, 'GET', '/fleet/worlds?limit=2');
  expect(first.body).toMatchObject({
    inventories: [
      { name: 'four', number: 1, state: 'held', replica: 'b', isHere: true },
      { name: 'one', number: 1, state: 'held', replica: 'a', isHere: false },
    ],
    next: 'one',
  });
  const next = await host(b, 'GET', '/fleet/worlds?limit=2&after=one');
  expect(next.body.inventories.map(({ name }: { name: string }) => name)).toEqual(['three', 'two']);
  expect(next.body.next).toBeNull();
});

test('without a store there is no fleet, and that is said', async () => {
  const emulator = await TestEmulator.start();
  const answer = await host(emulator, 'GET', '/fleet/worlds');
  expect(ownError(answer)).toMatchObject({ code: 'notFound' });
  expect((await emulator.anonymous.get('/healthz')).body).not.toHaveProperty('store');
});

test('what lies in the store is looked at as an import is, and what is wrong with it is said', async () => {
  const { store, a, b } = await twoReplicas();
  await create(a, { name: 'spoilt' });
  await a.stop();
  const key = 'fleet/worlds/spoilt/record.json';
  const record = recordOf(store, 'spoilt');
  const strange = Buffer.from('no database at all, but its sums are right');
  const packed = gzipSync(strange);
  const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  record.contents.checkpoint = {
    key: 'worlds/spoilt/strange',
    length: packed.length,
    sha256: sum(packed),
    size: strange.length,
    contentSha256: sum(strange),
  };
  store.objects.set('fleet/worlds/spoilt/strange', { bytes: packed, etag: '"1"' });
  store.objects.set(key, { bytes: Buffer.from(JSON.stringify(record)), etag: '"2"' });
  const answer = await new Client(b, 'spoilt').call('GET', '/zones');
  expect(answer.status).toBe(503);
  expect(answer.body.error.details).toMatch(/cannot be taken out of the store.*no SQLite database/);
  // Another replica may know what to do with it.
  expect(recordOf(store, 'spoilt').state).toBe('free');
  store.objects.set('fleet/worlds/spoilt/strange', { bytes: gzipSync('other'), etag: '"3"' });
  const other = await new Client(b, 'spoilt').call('GET', '/zones');
  expect(other.body.error.details).toMatch(/not what was stored/);
});

test('a change is in the store soon, and nothing that is needed no more stays there', async () => {
  const { store, a } = await twoReplicas();
  await create(a, { name: 'busy' });
  const client = new Client(a, 'busy');
  const first = recordOf(store, 'busy').contents.checkpoint.key;
  await client.template(runningLinux, { name: 'made-1' });
  await eventually(
    async () => recordOf(store, 'busy').contents.checkpoint.key !== first || undefined,
  );
  const { contents } = await eventually(async () => {
    const record = recordOf(store, 'busy');
    const needed = [record.contents.checkpoint.key, record.contents.origin.key];
    const there = store.keys().filter((key) => /^worlds\/busy\/(?!record)/.test(key));
    return there.length === new Set(needed).size ? record : undefined;
  });
  expect(store.keys()).toContain(contents.checkpoint.key);
});

test('keys of the store are told to nobody', async () => {
  const { a } = await twoReplicas();
  await create(a, { name: 'one' });
  for (const path of [
    '/healthz',
    '/emulator/v1',
    '/emulator/v1/fleet/worlds',
    '/emulator/v1/metrics',
  ]) {
    const { text } = await a.anonymous.get(path);
    expect(text).not.toMatch(/secret-that-nobody|ANACCESSKEY/);
  }
  const metrics = (await a.anonymous.get('/emulator/v1/metrics')).text;
  expect(metrics).toMatch(/^zstack_emulator_fleet_worlds 1$/m);
  expect(metrics).toMatch(/^zstack_emulator_fleet_store_reached 1$/m);
});

test('worlds in files that were there before there was a store come into it', async () => {
  const folder = temporaryFolder();
  const settings = { dataDir: folder };
  const alone = await TestEmulator.start({ settings });
  await create(alone, { name: 'old', storage: 'file' });
  await new Client(alone, 'old').template(runningLinux, { name: 'made-alone' });
  await alone.stop();
  const store = await S3Server.start();
  const a = await replica(store, 'a', settings);
  await eventually(async () => recordOf(store, 'old')?.contents ?? undefined);
  await a.stop();
  expect(recordOf(store, 'old')).toMatchObject({ number: 1, state: 'free' });
  const b = await replica(store, 'b');
  expect(await imagesAt(b, 'old')).toEqual(['made-alone']);
});

test('a world that was taken over from a lost replica is handed over as soon as it is asked for', async () => {
  const { store, a, b } = await twoReplicas();
  const c = await replica(store, 'c');
  await create(a, { name: 'lost' });
  // How often the holder has looked for what others want, when it is asked and when it does it.
  const looks: number[] = [];
  const lookedNow = () =>
    store.lists.filter((prefix) => prefix.startsWith('fleet/wants/b-')).length;
  store.disturbance.delays = (_, key) => {
    if (/^fleet\/wants\/b-[^/]*\/lost$/.test(key)) looks.push(lookedNow());
    return undefined;
  };
  // Somebody saw the lease of the first run out.
  const [lease = ''] = store.keys().filter((key) => key.startsWith('replicas/a-'));
  const bytes = Buffer.from(JSON.stringify({ ...store.json(lease), state: 'ended' }));
  store.objects.set(`fleet/${lease}`, { bytes, etag: '"ended"' });
  expect((await new Client(b, 'lost').call('GET', '/zones')).status).toBe(200);
  expect((await new Client(c, 'lost').call('GET', '/zones')).status).toBe(200);
  expect(recordOf(store, 'lost')).toMatchObject({ number: 3, replica: 'c' });
  // One look may have been under way when it was asked; what stays for a while is looked at more often.
  expect((looks.at(-1) ?? 0) - (looks[0] ?? 0)).toBeLessThanOrEqual(2);
});
