import { once } from 'node:events';
import { connect } from 'node:net';
import { EventStream } from '../support/event-stream';
import { ALICE_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { ownError } from '../support/environments';

const listen = (emulator: TestEmulator, search = '', headers = {}, path = '') =>
  EventStream.open(`${emulator.url}/emulator/v1${path}/stream${search}`, headers);

const begun = async (emulator: TestEmulator, search = '', headers = {}, path = '') => {
  const stream = await listen(emulator, search, headers, path);
  await stream.next('start');
  return stream;
};

const template = (emulator: TestEmulator, name = 'x') =>
  emulator.createTemplate(SEED.volumes.stoppedWindows, { name });

const post = (emulator: TestEmulator, path: string, body: object = {}) =>
  emulator.control('POST', path, body);

const heard = async (url: string) => (await fetch(url)).text();

const statusOf = async (emulator: TestEmulator, search = '') => {
  const answer = await fetch(`${emulator.url}/emulator/v1/stream${search}`);
  const text = await answer.text();
  return { status: answer.status, text, body: JSON.parse(text) };
};

describe('a stream', () => {
  test('is one of server-sent events that nobody keeps, and begins by saying where it is', async () => {
    const emulator = await TestEmulator.start();
    await emulator.get('/zstack/v1/images');
    const stream = await begun(emulator);
    const { headers, statusCode } = stream.response;
    expect([statusCode, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/event-stream;charset=UTF-8',
      'no-store',
    ]);
    expect(stream.retry).toBe(1000);
    const [first] = stream.events;
    expect(first).toEqual({
      event: 'start',
      id: expect.stringMatching(/^[0-9a-f]{16}(\.\d+){4}$/),
      data: {
        environment: 'default',
        kinds: ['requests', 'changes', 'tasks', 'clock', 'faults', 'worlds'],
        requests: 1,
        changes: expect.any(Number),
      },
    });
  });

  test('tells each request as the journal has it, by whom and with its job, without secrets', async () => {
    const emulator = await TestEmulator.start();
    const stream = await begun(emulator, '?kinds=requests');
    await template(emulator);
    await emulator.get('/zstack/v1/images?q=name=x&accessKeySecret=hush', ALICE_SESSION);
    await emulator.get('/zstack/v1/nothing');
    await stream.until(({ events }) => events.length === 4);
    const { inventories } = (await emulator.control('GET', '/journal')).body;
    const told = stream.named('request');
    expect(told.map(({ account }) => account)).toEqual(['admin', 'alice', null]);
    for (const [i, { account: _account, ...request }] of told.entries()) {
      expect(inventories[i]).toMatchObject(request);
    }
    expect(told[0]).toMatchObject({
      operation: 'CreateRootVolumeTemplateFromRootVolume',
      status: 200,
      jobUuid: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(JSON.stringify(stream.events)).not.toMatch(/hush|5e5500000000400080000000000a11ce/);
  });

  test('tells each change as the events have it, once it is committed, in their order', async () => {
    const emulator = await TestEmulator.start();
    const stream = await begun(emulator, '?kinds=changes');
    const since = stream.named('start')[0].changes;
    await template(emulator);
    const answer = await emulator.control('GET', `/events?since=${since}`);
    const { inventories } = answer.body;
    await stream.until(({ events }) => events.length > inventories.length);
    expect(stream.named('change').map(({ id, to }) => [id, to])).toEqual(
      inventories.map(({ id, after }: Json) => [id, after]),
    );
    const ready = stream
      .named('change')
      .find(({ resourceType, to }) => resourceType === 'Image' && to === 'Ready');
    expect(ready).toMatchObject({
      environment: 'default',
      field: 'status',
      name: 'x',
      causeKind: 'step',
      jobUuid: expect.any(String),
    });
    expect(inventories.length).toBeGreaterThan(2);
  });

  test('tells work that waits, how far it is, and that it is done', async () => {
    const emulator = await TestEmulator.start();
    await emulator.control('PUT', '/progression', { mode: 'manual' });
    await template(emulator).set('X-Job-UUID', 'feedfeedfeed4eedaeedfeedfeedfeed');
    const stream = await begun(emulator, '?kinds=tasks');
    const there = await stream.next('task');
    const [listed] = (await emulator.control('GET', '/tasks')).body.inventories.filter(
      ({ jobUuid }: Json) => jobUuid !== null,
    );
    expect(there).toEqual({ environment: 'default', ...listed });
    await post(emulator, `/tasks/${there.id}/finish`);
    expect(await stream.next('taskGone', { id: there.id })).toMatchObject({
      jobUuid: 'feedfeedfeed4eedaeedfeedfeedfeed',
    });
  });

  test('tells how timed work goes on by itself', async () => {
    const emulator = await TestEmulator.start({
      realTime: true,
      settings: { progression: 'timed', apiMode: 'async' },
    });
    const stream = await begun(emulator, '?kinds=tasks');
    await template(emulator);
    await stream.until(() => new Set(stream.named('task').map(({ percent }) => percent)).size > 2);
    const [{ id }] = stream.named('task');
    const seen = stream.named('task').filter((task) => task.id === id);
    const percents = seen.map(({ percent }) => percent);
    expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  });

  test('tells where the clock stands, and when it is moved or set', async () => {
    const emulator = await TestEmulator.start();
    const stream = await begun(emulator, '?kinds=clock');
    await stream.next('clock', { mode: 'stopped', time: '2017-11-14T22:20:57.000Z' });
    await post(emulator, '/clock/advance', { by: '3d' });
    await stream.next('clock', { mode: 'stopped', time: '2017-11-17T22:20:57.000Z' });
    await emulator.control('PUT', '/clock', { mode: 'run' });
    const runs = await stream.next('clock', { mode: 'offset' });
    expect(runs.time.slice(0, 10)).toBe('2017-11-17');
  });

  test('tells rules that are made, fire and go', async () => {
    const emulator = await TestEmulator.start();
    const stream = await begun(emulator, '?kinds=faults,requests');
    const rule = { kind: 'fail', operation: 'QueryImage', times: 1 };
    const { uuid } = (await post(emulator, '/faults', rule)).body.inventory;
    await stream.next('fault', { what: 'made', uuid });
    await emulator.get('/zstack/v1/images');
    expect(await stream.next('fault', { what: 'fired', uuid })).toMatchObject({ hits: 1 });
    expect(await stream.next('request')).toMatchObject({ faultUuid: uuid, status: 503 });
    await fetch(`${emulator.url}/emulator/v1/faults/${uuid}`, { method: 'DELETE' });
    await stream.next('fault', { what: 'removed', uuid });
  });

  test('tells a rule that fires at a step', async () => {
    const emulator = await TestEmulator.start();
    const stream = await begun(emulator, '?kinds=faults');
    const point = 'create-root-volume-template/start-creating-template';
    const body = { kind: 'disconnect', point, times: 1 };
    const { uuid } = (await post(emulator, '/faults', body)).body.inventory;
    await template(emulator);
    expect(await stream.next('fault', { what: 'fired', uuid })).toMatchObject({ point, hits: 1 });
  });

  test('brings only the kinds that are asked for', async () => {
    const emulator = await TestEmulator.start();
    const stream = await begun(emulator, '?kinds=requests');
    await template(emulator);
    await post(emulator, '/clock/advance', { by: '1s' });
    await emulator.get('/zstack/v1/images');
    await stream.next('request', { operation: 'QueryImage' });
    expect(new Set(stream.events.map(({ event }) => event))).toEqual(new Set(['start', 'request']));
  });

  test('is no request of a client, and no guest of its world', async () => {
    const emulator = await TestEmulator.start();
    await begun(emulator);
    expect((await emulator.control('GET', '/journal')).body.inventories).toEqual([]);
    expect(emulator.environment.lease.isHeld).toBe(false);
  });

  test('sends a comment as often as it is asked to', async () => {
    const emulator = await TestEmulator.start();
    const stream = await begun(emulator, '?heartbeat=100');
    await stream.until(({ comments }) => comments.length > 1);
    expect(stream.named('start')).toHaveLength(1);
  });

  test('to HEAD answers with its head alone', async () => {
    const emulator = await TestEmulator.start({ settings: { streamListeners: '1' } });
    for (let i = 0; i < 3; i++) {
      const answer = await fetch(`${emulator.url}/emulator/v1/stream`, { method: 'HEAD' });
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
  });
});

describe('who comes back', () => {
  test('is told what came meanwhile, from where the last id says', async () => {
    const emulator = await TestEmulator.start();
    const first = await begun(emulator);
    await template(emulator, 'before');
    await first.next('request');
    first.close();
    await template(emulator, 'meanwhile');
    await emulator.get('/zstack/v1/images');
    const again = await begun(emulator, '', { 'Last-Event-ID': first.lastId });
    expect(again.named('request').map(({ id }) => id)).toEqual([2, 3]);
    const changes = again.named('change');
    const last = first.named('change').at(-1);
    expect(changes[0].id).toBe(last.id + 1);
    expect(changes.find(({ name }) => name === 'meanwhile')).toBeDefined();
    expect(again.named('gap')).toEqual([]);
    // What was told before it began comes before that.
    expect(again.events.findIndex(({ event }) => event === 'start')).toBeGreaterThan(
      again.events.findLastIndex(({ event }) => event === 'change'),
    );
  });

  test('goes on in the middle of what was told together', async () => {
    const emulator = await TestEmulator.start();
    const first = await begun(emulator, '?kinds=changes');
    await template(emulator);
    await first.until(({ events }) => events.length > 3);
    const [, second, third] = first.events;
    first.close();
    const again = await begun(emulator, '?kinds=changes', { 'Last-Event-ID': String(second?.id) });
    expect(again.named('change')[0]).toEqual(third?.data);
  });

  test('learns what is kept no more', async () => {
    const emulator = await TestEmulator.start({ settings: { journalSize: '3' } });
    const first = await begun(emulator, '?kinds=requests');
    await emulator.get('/zstack/v1/images');
    await first.next('request');
    first.close();
    for (let i = 0; i < 5; i++) await emulator.get('/zstack/v1/images');
    const again = await begun(emulator, '?kinds=requests', { 'Last-Event-ID': first.lastId });
    expect(again.named('gap')).toEqual([{ kind: 'requests', from: 2, to: 3, reason: 'forgotten' }]);
    expect(again.named('request').map(({ id }) => id)).toEqual([4, 5, 6]);
  });

  test.each(['of another world', '0123456789abcdef.1.5.5.5', '5'])(
    'with an id of what is there no more (%s) learns that',
    async (given) => {
      const emulator = await TestEmulator.start();
      const first = await begun(emulator);
      await post(emulator, '/environments/default/reset');
      await first.ended();
      const id = given === 'of another world' ? first.lastId : given;
      const again = await begun(emulator, '?kinds=requests,changes', { 'Last-Event-ID': id });
      const nobodyKnows = { from: null, to: null, reason: 'otherWorld' };
      expect(again.named('gap')).toEqual([
        { kind: 'requests', ...nobodyKnows },
        { kind: 'changes', ...nobodyKnows },
      ]);
      expect(again.named('change')).toEqual([]);
    },
  );

  test('learns what became of environments meanwhile', async () => {
    const emulator = await TestEmulator.start();
    const first = await begun(emulator, '?kinds=worlds');
    first.close();
    await post(emulator, '/environments', { name: 'a' });
    const again = await begun(emulator, '?kinds=worlds', { 'Last-Event-ID': first.lastId });
    expect(again.named('world')).toMatchObject([{ what: 'made', environment: 'a' }]);
  });
});

describe('environments as wholes', () => {
  test('the common stream tells what becomes of all of them', async () => {
    const emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
    const streams = [await begun(emulator), await begun(emulator, '?kinds=worlds')];
    await post(emulator, '/environments', { name: 'a' });
    await post(emulator, '/environments/a/snapshots', { name: 's' });
    await post(emulator, '/environments/a/reset');
    await post(emulator, '/environments/a/snapshots/s/restore');
    const at = `${emulator.url}/emulator/v1/environments/a`;
    const bytes = await (await fetch(`${at}/export`)).arrayBuffer();
    await fetch(`${at}/import`, { method: 'PUT', body: Buffer.from(bytes) });
    await fetch(`${at}/snapshots/s`, { method: 'DELETE' });
    await fetch(at, { method: 'DELETE' });
    await template(emulator);
    await post(emulator, '/rewind', { to: 'w1' });
    for (const stream of streams) {
      await stream.next('world', { what: 'rewound', environment: 'default' });
      expect(stream.named('world').map(({ what }) => what)).toEqual([
        'made',
        'snapshotTaken',
        'reset',
        'restored',
        'imported',
        'snapshotRemoved',
        'removed',
        'rewound',
      ]);
    }
  });

  test('a refused change of one is no news', async () => {
    const emulator = await TestEmulator.start();
    const stream = await begun(emulator, '?kinds=worlds');
    const at = `${emulator.url}/emulator/v1/environments`;
    await fetch(`${at}/default`, { method: 'DELETE' });
    await fetch(`${at}/nobody`, { method: 'DELETE' });
    await post(emulator, '/environments', { name: 'a' });
    await stream.next('world');
    expect(stream.named('world')).toMatchObject([{ what: 'made' }]);
  });

  test('one has a stream of its own, of nothing but it', async () => {
    const emulator = await TestEmulator.start();
    await post(emulator, '/environments', { name: 'a' });
    const stream = await begun(emulator, '', {}, '/environments/a');
    await emulator.get('/zstack/v1/images');
    await post(emulator, '/environments', { name: 'b' });
    await emulator.get('/environments/a/zstack/v1/volumes');
    await post(emulator, '/environments/a/snapshots', { name: 's' });
    await stream.next('world', { what: 'snapshotTaken' });
    await stream.next('request');
    expect(stream.named('request')).toMatchObject([{ environment: 'a', operation: 'QueryVolume' }]);
    expect(stream.named('world')).toHaveLength(1);
  });

  test('a world that went back goes on in its streams', async () => {
    const emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
    const stream = await begun(emulator);
    await template(emulator);
    const back = await post(emulator, '/rewind', { to: 'w1' });
    expect(back.status).toBe(200);
    await stream.next('world', { what: 'rewound' });
    await emulator.get('/zstack/v1/images');
    await stream.next('request', { operation: 'QueryImage' });
    expect(stream.isOver).toBe(false);
  });
});

describe('a stream ends', () => {
  const ways: [string, string, (emulator: TestEmulator) => Promise<unknown>][] = [
    ['a reset', 'reset', (emulator) => post(emulator, '/environments/a/reset')],
    [
      'a snapshot that comes back',
      'restored',
      async (emulator) => {
        await post(emulator, '/environments/a/snapshots', { name: 's' });
        await post(emulator, '/environments/a/snapshots/s/restore');
      },
    ],
    [
      'an import',
      'imported',
      async (emulator) => {
        const at = `${emulator.url}/emulator/v1/environments/a`;
        const bytes = await (await fetch(`${at}/export`)).arrayBuffer();
        await fetch(`${at}/import`, { method: 'PUT', body: Buffer.from(bytes) });
      },
    ],
    [
      'a removal',
      'removed',
      (emulator) => fetch(`${emulator.url}/emulator/v1/environments/a`, { method: 'DELETE' }),
    ],
    ['the end of the emulator', 'closed', (emulator) => emulator.stop()],
  ];

  test.each(ways)('with %s, which waits for no listener', async (_what, reason, change) => {
    const emulator = await TestEmulator.start();
    await post(emulator, '/environments', { name: 'a' });
    const streams = await Promise.all(
      ['', '?kinds=changes'].map((search) => begun(emulator, search, {}, '/environments/a')),
    );
    await emulator.get('/environments/a/zstack/v1/images');
    const started = performance.now();
    await change(emulator);
    const [all] = streams;
    await all?.ended();
    // What came last is told, however soon it ends.
    expect(all?.named('request')).toMatchObject([{ operation: 'QueryImage' }]);
    for (const stream of streams) {
      await stream.ended();
      expect(stream.events.at(-1)).toMatchObject({ event: 'end', data: { reason } });
    }
    // Whoever is inside of a world may take five seconds to leave.
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  test('with the world, when it cannot be read any more', async () => {
    const emulator = await TestEmulator.start();
    const stream = await begun(emulator, '?kinds=faults,requests');
    emulator.environment.database.exec('drop table events');
    await emulator.get('/zstack/v1/images');
    await stream.ended();
    expect(stream.events.at(-1)).toMatchObject({ event: 'end', data: { reason: 'failed' } });
  });

  test('also one of its news alone with the removal of its environment', async () => {
    const emulator = await TestEmulator.start();
    await post(emulator, '/environments', { name: 'a' });
    const stream = await begun(emulator, '?kinds=worlds', {}, '/environments/a');
    await post(emulator, '/environments/a/reset');
    await fetch(`${emulator.url}/emulator/v1/environments/a`, { method: 'DELETE' });
    await stream.ended();
    expect(stream.named('world').map(({ what }) => what)).toEqual(['reset', 'removed']);
    expect(stream.named('end')).toEqual([{ reason: 'removed' }]);
  });

  test('without a trace when its reader goes', async () => {
    const emulator = await TestEmulator.start({ settings: { streamListeners: '1' } });
    const stream = await begun(emulator);
    expect((await statusOf(emulator)).status).toBe(503);
    stream.close();
    let again: EventStream | undefined;
    while (again?.response.statusCode !== 200) again = await listen(emulator);
    await again.next('start');
    again.close();
    while (emulator.environment.isFollowed) await emulator.get('/zstack/v1/images');
  });

  test('with a gap where its reader is too slow, while others hear all', async () => {
    const emulator = await TestEmulator.start({ settings: { streamListeners: '2' } });
    const { hostname, port } = new URL(emulator.url);
    const slow = connect(Number(port), hostname);
    slow.write('GET /emulator/v1/stream?kinds=requests HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(slow, 'readable');
    const quick = await begun(emulator, '?kinds=requests');
    const long = `${emulator.url}/zstack/v1/zones?x=${'n'.repeat(12_000)}`;
    let count = 0;
    // There is room for another one when the slow one was given up; kernels keep some megabytes before that.
    const hasRoom = async () =>
      (await fetch(`${emulator.url}/emulator/v1/stream`, { method: 'HEAD' })).status === 200;
    for (; !(await hasRoom()); count += 50) {
      await Promise.all(Array.from({ length: 50 }, () => heard(long)));
    }
    let received = '';
    slow.setEncoding('latin1');
    slow.on('data', (text: string) => (received += text));
    await once(slow, 'close');
    expect(received).toContain(
      'event: gap\ndata: {"kind":null,"from":null,"to":null,"reason":"slow"}',
    );
    await quick.until(() => quick.named('request').length === count);
    expect(quick.named('gap')).toEqual([]);
  });
});

describe('a stream is refused', () => {
  test('where more listen than may, in words', async () => {
    const emulator = await TestEmulator.start({ settings: { streamListeners: '2' } });
    await begun(emulator);
    await begun(emulator, '?kinds=worlds');
    const refused = await statusOf(emulator);
    expect(refused.status).toBe(503);
    expect(ownError(refused)).toEqual({
      code: 'unavailable',
      details: '2 follow streams already, and no more may; EMULATOR_STREAM_LISTENERS says how many',
    });
  });

  test.each([
    ['?kinds=request', "(did you mean 'requests'?)"],
    ['?kinds=', "the query parameter 'kinds' is ''"],
    ['?kind=requests', "(did you mean 'kinds'?)"],
    ['?heartbeat=1', 'from 100 to 600000 ms'],
  ])('with %s, with what was most likely meant', async (search, told) => {
    const emulator = await TestEmulator.start();
    const refused = await statusOf(emulator, search);
    expect(refused.status).toBe(400);
    expect(ownError(refused).details).toContain(told);
  });

  test('to pages of others, and to who has no token', async () => {
    const emulator = await TestEmulator.start({ settings: { controlToken: 'a-token-of-mine' } });
    const at = `${emulator.url}/emulator/v1/stream`;
    expect((await fetch(at)).status).toBe(401);
    const Authorization = 'Bearer a-token-of-mine';
    const of = (headers: Record<string, string>) => fetch(at, { headers });
    expect((await of({ Authorization, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    const stream = await EventStream.open(at, { Authorization });
    await stream.next('start');
  });
});
