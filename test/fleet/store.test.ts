import type { Readable } from 'node:stream';
import { storeAddress } from '../../src/fleet/store/address';
import { S3Store } from '../../src/fleet/store/s3-store';
import { writeOnce } from '../../src/fleet/store/write-once';
import { S3Server } from '../support/s3-server';

const PATIENCE = 5_000;

async function both(): Promise<{ server: S3Server; store: S3Store }> {
  const server = await S3Server.start();
  const { EMULATOR_STORE = '' } = server.variables;
  return { server, store: new S3Store(storeAddress(EMULATOR_STORE, server.variables), PATIENCE) };
}

const textOf = async (bytes: Readable) => {
  const pieces = await bytes.toArray();
  return Buffer.concat(pieces as Buffer[]).toString();
};

test('of 64 who write one key that is not there one wins, each time', async () => {
  const { store } = await both();
  for (let round = 0; round < 50; round++) {
    const tries = Array.from({ length: 64 }, (_, i) =>
      store.write(`key-${round}`, Buffer.from(`writer ${i}`), { isNew: true }),
    );
    const won = (await Promise.all(tries))
      .map((etag, i) => ({ etag, i }))
      .filter(({ etag }) => etag);
    expect(won).toHaveLength(1);
    const found = await store.read(`key-${round}`, 100);
    expect(found?.bytes.toString()).toBe(`writer ${won[0]?.i}`);
  }
});

test('of 64 who change what they have all read one wins', async () => {
  const { store } = await both();
  const etag = (await store.write('key', Buffer.from('before'))) ?? '';
  const tries = Array.from({ length: 64 }, (_, i) =>
    store.write('key', Buffer.from(`writer ${i}`), { etag }),
  );
  expect((await Promise.all(tries)).filter((won) => won !== undefined)).toHaveLength(1);
});

test('what is written is read, as a whole and as it comes', async () => {
  const { store } = await both();
  await store.write('a/b.json', Buffer.from('text'));
  expect((await store.read('a/b.json', 4))?.bytes.toString()).toBe('text');
  const found = await store.stream('a/b.json');
  expect(found?.length).toBe(4);
  expect(found && (await textOf(found.bytes))).toBe('text');
  expect(await store.lengthOf('a/b.json')).toBe(4);
  await store.remove('a/b.json');
  expect(await store.lengthOf('a/b.json')).toBeUndefined();
  expect(await store.read('a/b.json', 4)).toBeUndefined();
  await expect(store.remove('a/b.json')).resolves.toBeUndefined();
});

test('a lease is renewed however many images and worlds are on their way', async () => {
  const { server, store } = await both();
  for (const key of ['blobs/image', 'worlds/one/record.json', 'replicas/a']) {
    await store.write(key, Buffer.from(key));
  }
  let goOn = () => {};
  const held = new Promise<void>((resolve) => (goOn = resolve));
  server.disturbance.delays = (_, key) => (key.includes('/replicas/') ? undefined : held);
  const all = (ask: () => Promise<unknown>) => Array.from({ length: 40 }, ask);
  const waiting = [
    ...all(() => store.stream('blobs/image').then((found) => found && textOf(found.bytes))),
    ...all(() => store.read('worlds/one/record.json', 100)),
  ];
  const { etag = '' } = (await store.read('replicas/a', 100)) ?? {};
  expect(await store.write('replicas/a', Buffer.from('renewed'), { etag })).toBeDefined();
  goOn();
  await Promise.all(waiting);
});

test('an object that is larger than asked for is not read to its end', async () => {
  const { store } = await both();
  await store.write('key', Buffer.alloc(1000));
  await expect(store.read('key', 999)).rejects.toThrow('larger than 999 bytes');
});

test('keys are listed in pages, and by what they have in common', async () => {
  const { store } = await both();
  for (const name of ['a', 'b', 'c']) {
    await store.write(`worlds/${name}/one`, Buffer.from('1'));
    await store.write(`worlds/${name}/two`, Buffer.from('2'));
  }
  const first = await store.list('worlds/', { most: 2, byFolder: true });
  expect(first).toEqual({ keys: [], folders: ['worlds/a/', 'worlds/b/'], isMore: true });
  const next = await store.list('worlds/', { most: 2, byFolder: true, after: 'worlds/b/~' });
  expect(next).toEqual({ keys: [], folders: ['worlds/c/'], isMore: false });
  const keys = await store.list('worlds/b/', { most: 10 });
  expect(keys.keys).toEqual(['worlds/b/one', 'worlds/b/two']);
});

test('a write whose answer is lost is found out, and not taken for somebody else’s', async () => {
  const { server, store } = await both();
  let lost = 0;
  server.disturbance.losesAnswer = (method) => method === 'PUT' && lost++ === 0;
  const etag = await writeOnce(store, 'key', Buffer.from('mine'), { isNew: true });
  expect(etag).toBe((await store.read('key', 100))?.etag);
  // One that is somebody else's is not.
  expect(await writeOnce(store, 'key', Buffer.from('other'), { isNew: true })).toBeUndefined();
});

test('a store that is gone, refuses or has no such bucket is told by its own words, without keys', async () => {
  const { server } = await both();
  const { EMULATOR_STORE = '' } = server.variables;
  const strange = new S3Store(storeAddress('s3://other', server.variables), PATIENCE);
  await expect(strange.read('key', 1)).rejects.toThrow('it has no such bucket');
  server.disturbance.isGone = true;
  const store = new S3Store(storeAddress(EMULATOR_STORE, server.variables), PATIENCE);
  const error = await store.read('key', 1).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(String(error)).toMatch(/the store cannot be used now/);
  expect(JSON.stringify(error) + String(error)).not.toMatch(/secret-that|ANACCESSKEY/);
});

test('an address is made of the usual variables', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  expect(storeAddress('s3://bucket/some/where', keys)).toMatchObject({
    base: 'https://bucket.s3.us-east-1.amazonaws.com/',
    prefix: 'some/where/',
  });
  expect(
    storeAddress('s3://bucket', {
      ...keys,
      AWS_ENDPOINT_URL: 'http://minio:9000/',
      AWS_REGION: 'x',
    }),
  ).toMatchObject({ base: 'http://minio:9000/bucket/', prefix: '', region: 'x' });
  expect(() => storeAddress('s3://bucket', {})).toThrow('needs AWS_ACCESS_KEY_ID');
  expect(() =>
    storeAddress('s3://bucket', { ...keys, AWS_ENDPOINT_URL: 'http://me:secret@minio' }),
  ).toThrow('without a user, a password');
});
