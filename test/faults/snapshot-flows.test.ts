import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { GIB, writeTo } from '../support/volumes';

/*
 * Each step of the flows around snapshots fails once: the world is then what it was, or, where the real system goes on
 * with the other volumes, whole.
 */

const { volumes, vms } = SEED;
const GROUPS = '/volume-snapshots/group';
const root = volumes.stoppedWindows;
const spare = volumes.spareData;

async function world(): Promise<{ emulator: TestEmulator; group: Json; latest: string }> {
  const emulator = await TestEmulator.start();
  await emulator.make('POST', `/volumes/${spare}/vm-instances/${vms.stoppedWindows}`);
  await writeTo(emulator, GIB);
  const group = await emulator.make('POST', GROUPS, {
    params: { rootVolumeUuid: root, name: 'g' },
  });
  await writeTo(emulator, GIB);
  const latest = group.volumeSnapshotRefs.find(
    ({ volumeUuid }: Json) => volumeUuid === spare,
  ).volumeSnapshotUuid;
  return { emulator, group, latest };
}

type Call = readonly ['POST' | 'PUT' | 'DELETE', string, object?];
type Made = Awaited<ReturnType<typeof world>>;

const CALLS: Readonly<Record<string, (made: Made) => Call>> = {
  'create-volume-snapshot-group': () => [
    'POST',
    GROUPS,
    { params: { rootVolumeUuid: root, name: 'h' } },
  ],
  'revert-vm-from-snapshot-group': ({ group }) => [
    'PUT',
    `${GROUPS}/${group.uuid}/actions`,
    { revertVmFromSnapshotGroup: {} },
  ],
  'delete-volume-snapshot-group': ({ group }) => ['DELETE', `${GROUPS}/${group.uuid}`],
  'create-volumes-snapshot': () => [
    'POST',
    '/volumes/volume-snapshots',
    { params: { volumeUuids: [root, spare] } },
  ],
  'undo-snapshot-creation': ({ latest }) => [
    'PUT',
    `/volumes/${spare}/actions`,
    { undoSnapshotCreation: { snapShotUuid: latest } },
  ],
};

/** The steps of which a failure is told in the result of one volume. */
const OF_ONE = ['revert-volume-from-volume-snapshot', 'delete-volume-snapshot'];

const POINTS = async () => {
  const emulator = await TestEmulator.start();
  const { body } = await emulator.control('GET', '/faults/points');
  return (body.inventories as { point: string }[])
    .map(({ point }) => point)
    .filter((point) => (point.split('/')[0] ?? '') in CALLS);
};

const withoutFaults = (rows: Record<string, unknown[]>) => ({ ...rows, faults: [] });

/** Lets a step fail in a world of its own, and looks at what is left. */
async function failAt(point: string) {
  const [flow = '', step = ''] = point.split('/');
  const made = await world();
  const { emulator } = made;
  const before = withoutFaults(emulator.world());
  await emulator.control('POST', '/faults', { point, kind: 'fail', times: 1 });
  const [method, path, body] = CALLS[flow]?.(made) ?? ['POST', '/'];
  const { status, body: answer } = await emulator.call(method, path, body);
  const after = withoutFaults(emulator.world());
  // The same once more, with nothing in the way.
  const again = (await emulator.call(method, path, body)).status;
  await emulator.stop();
  const results = ((answer.results ?? []) as Json[]).map(({ success }) => success);
  return { step, status, results, before, after, again };
}

test('a step that fails leaves nothing behind', async () => {
  const points = (await POINTS()).filter((point) => !OF_ONE.includes(point.split('/')[1] ?? ''));
  expect(points.length).toBeGreaterThanOrEqual(9);
  for (const point of points) {
    const { status, before, after, again } = await failAt(point);
    expect({ point, status, world: after, again }).toEqual({
      point,
      status: 503,
      world: before,
      again: 200,
    });
  }
});

test('a step of one volume that fails is told in its result, and the others go on', async () => {
  const points = (await POINTS()).filter((point) => OF_ONE.includes(point.split('/')[1] ?? ''));
  expect(points).toHaveLength(2);
  for (const point of points) {
    const { status, results } = await failAt(point);
    expect({ point, status, results }).toEqual({ point, status: 200, results: [false, true] });
  }
});

test('work that takes its time ends as a whole', async () => {
  for (const flow of [
    'create-volume-snapshot-group',
    'create-volumes-snapshot',
    'undo-snapshot-creation',
  ]) {
    const made = await world();
    const { emulator } = made;
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const [method, path, body] = CALLS[flow]?.(made) ?? ['POST', '/'];
    await emulator.anonymous[method.toLowerCase() as 'post'](`/zstack/v1${path}`)
      .set('Authorization', `OAuth ${ADMIN_SESSION}`)
      .set('Prefer', 'respond-async')
      .send(body);
    emulator.advance(10_000);
    expect(emulator.brokenLaws()).toEqual({});
    const busy = await emulator.find('/volume-snapshots?q=status=Creating');
    expect([flow, busy]).toEqual([flow, undefined]);
    await emulator.stop();
  }
});
