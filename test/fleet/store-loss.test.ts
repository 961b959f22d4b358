import { SEED } from '../support/emulator';
import { Client, create, host } from '../support/environments';
import { imagesAt, recordOf, replica } from '../support/fleet';
import { eventually } from '../support/process';
import { S3Server } from '../support/s3-server';

const { runningLinux } = SEED.volumes;
const SHORT = { lease: '900ms' };

test('without the store a replica answers until its lease ends, and goes on with everything when it is back', async () => {
  const store = await S3Server.start();
  const a = await replica(store, 'a', SHORT);
  await create(a, { name: 'held' });
  const client = new Client(a, 'held');
  store.disturbance.isGone = true;
  const answered: string[] = [];
  const path = `/images/root-volume-templates/from/volumes/${runningLinux}`;
  const refused = await eventually(async () => {
    const name = `made-${answered.length}`;
    const answer = await client.call('POST', path, { params: { name } });
    if (answer.status === 200) answered.push(name);
    return answer.status === 200 ? undefined : answer;
  });
  expect(refused.status).toBe(503);
  expect(refused.text).toMatch(/could not renew its lease/);
  const unknown = await host(a, 'GET', '/environments/nobodys');
  expect(unknown.status).toBe(503);
  expect(unknown.headers['retry-after']).toBe('1');
  expect((await a.anonymous.get('/healthz')).body).toMatchObject({ store: 'unreachable' });
  store.disturbance.isGone = false;
  await eventually(async () =>
    (await client.call('GET', '/zones')).status === 200 ? true : undefined,
  );
  const made = await imagesAt(a, 'held');
  expect(made).toEqual(expect.arrayContaining(answered));
  expect(recordOf(store, 'held').number).toBe(1);
});

test('with go-on worlds that are held go on without the store, and the rest is refused', async () => {
  const store = await S3Server.start();
  // Who is kept from the processor for longer than this has to ask whether others have taken its worlds.
  const a = await replica(store, 'a', { lease: '5s', storeLoss: 'go-on' });
  await create(a, { name: 'held' });
  store.disturbance.isGone = true;
  const health = () => a.anonymous.get('/healthz');
  await eventually(async () => ((await health()).body.store === 'unreachable' ? true : undefined));
  const end = performance.now() + 7_000;
  await new Client(a, 'held').template(runningLinux, { name: 'made-at-once' });
  await eventually(async () => {
    await health();
    return performance.now() > end ? true : undefined;
  });
  await new Client(a, 'held').template(runningLinux, { name: 'made-after-the-lease' });
  expect((await new Client(a, 'nobodys').call('GET', '/zones')).status).toBe(503);
  const made = await imagesAt(a, 'held');
  store.disturbance.isGone = false;
  const b = await replica(store, 'b', SHORT);
  await a.stop();
  expect(await imagesAt(b, 'held')).toEqual(made);
});

test('a replica whose lease was ended drops what it has, and overwrites nothing', async () => {
  const store = await S3Server.start();
  const a = await replica(store, 'a', { ...SHORT, checkpoint: '1h' });
  const b = await replica(store, 'b', { lease: '5m' });
  await create(a, { name: 'held' });
  const ofA = [...store.objects.keys()].find((key) => key.startsWith('fleet/replicas/a-')) ?? '';
  // The end of the lease itself, as another replica writes it.
  const before = store.objects.get(ofA);
  const ended = Buffer.from(String(before?.bytes).replace('"live"', '"ended"'));
  await new Client(a, 'held').template(runningLinux, { name: 'made-too-late' });
  store.objects.set(ofA, { bytes: ended, etag: '"ended"' });
  expect(await imagesAt(b, 'held')).toEqual([]);
  await new Client(b, 'held').template(runningLinux, { name: 'made-by-b' });
  await eventually(async () =>
    a.environments.list().some(({ name }) => name === 'held') ? undefined : true,
  );
  await b.stop();
  expect(recordOf(store, 'held')).toMatchObject({ number: 2, state: 'free' });
  expect(await imagesAt(a, 'held')).toEqual(['made-by-b']);
});

test('a name whose creation was cut off by the store is free again as soon as the store is back', async () => {
  const store = await S3Server.start();
  const a = await replica(store, 'a', SHORT);
  const { disturbance } = store;
  // The world is in the store, and nobody hears of it any more.
  disturbance.losesAnswer = (method, key) => {
    const isStored = Boolean(recordOf(store, 'cut')?.contents);
    if (method === 'PUT' && key.endsWith('cut/record.json') && isStored) disturbance.isGone = true;
    return disturbance.isGone;
  };
  expect((await host(a, 'POST', '/environments', { name: 'cut' })).status).toBe(503);
  expect(recordOf(store, 'cut')).toMatchObject({ state: 'held', contents: expect.anything() });
  disturbance.isGone = false;
  disturbance.losesAnswer = () => false;
  await eventually(async () => (recordOf(store, 'cut').state === 'removed' ? true : undefined));
  expect((await host(a, 'GET', '/environments/cut')).status).toBe(404);
  expect(await create(a, { name: 'cut' })).toMatchObject({ name: 'cut' });
});
