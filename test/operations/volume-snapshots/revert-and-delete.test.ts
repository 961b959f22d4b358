import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { ADMIN, GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { volumes, primaryStorages } = SEED;
const volume = volumes.spareData;
const FOLDER = `/opt/zstack/nfsprimarystorage/prim-${primaryStorages.nfs}/dataVolumes/acct-${ADMIN}/vol-${volume}`;
const revert = (uuid: string) =>
  ['PUT', `/volume-snapshots/${uuid}/actions`, { revertVolumeFromSnapshot: {} }] as const;
const batch = (uuids: readonly string[]) =>
  ['PUT', '/volume-snapshots/batch-delete', { batchDeleteVolumeSnapshot: { uuids } }] as const;
const trashOf = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.call('GET', `/primary-storage/trash?uuid=${primaryStorages.nfs}`)).body
    .inventories ?? [];

describe('a revert', () => {
  test('moves the volume to a new file beside the snapshot, and its old one to the trash', async () => {
    const emulator = await TestEmulator.start();
    const one = await takeSnapshot(emulator, 'one');
    const two = await takeSnapshot(emulator, 'two');
    await writeTo(emulator, GIB);
    const before = await emulator.find(`/volumes/${volume}`);
    await emulator.make(...revert(one.uuid));
    const after = await emulator.find(`/volumes/${volume}`);
    expect(after.installPath).toMatch(new RegExp(`^${FOLDER}/[0-9a-f]{32}\\.qcow2$`));
    expect(await trashOf(emulator)).toEqual([
      expect.objectContaining({
        resourceUuid: volume,
        resourceType: 'VolumeVO',
        trashType: 'RevertVolume',
        installPath: before.installPath,
        size: GIB,
      }),
    ]);
    const latest = async (uuid: string) =>
      (await emulator.find(`/volume-snapshots/${uuid}`)).latest;
    expect([await latest(one.uuid), await latest(two.uuid)]).toEqual([true, false]);
    // An empty layer is trash, too: a file is left behind.
    await emulator.make(...revert(two.uuid));
    expect((await trashOf(emulator)).map(({ size }) => size)).toEqual([GIB, 0]);
  });

  test('to another tree makes that the current one; each keeps its latest', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('volumeSnapshot/incrementalSnapshot.maxNum', '2');
    const taken: Json[] = [];
    for (const name of ['one', 'two', 'full']) taken.push(await takeSnapshot(emulator, name));
    await emulator.make(...revert(taken[0].uuid));
    const { inventories } = (await emulator.call('GET', '/volume-snapshots?q=latest=true')).body;
    expect(inventories.map(({ name }: Json) => name).toSorted()).toEqual(['full', 'one']);
    const [tree] = (await emulator.call('GET', '/volume-snapshots/trees?q=current=true')).body
      .inventories;
    expect(tree.uuid).toBe(taken[0].treeUuid);
    expect((await takeSnapshot(emulator, 'next')).parentUuid).toBe(taken[0].uuid);
    // A tree that the volume has left loses its end, and has another one.
    await emulator.call('DELETE', `/volume-snapshots/${taken[1].uuid}`);
    expect(emulator.brokenLaws()).toEqual({});
  });

  test('gives the volume the size that it had', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's');
    put(emulator, `update volume_snapshots set virtual_size = ${60 * GIB}`);
    const before = emulator.available('primary', primaryStorages.nfs);
    await emulator.make(...revert(uuid));
    expect((await emulator.find(`/volumes/${volume}`)).size).toBe(60 * GIB);
    expect(emulator.available('primary', primaryStorages.nfs)).toBe(before - 10 * GIB);
  });

  test('saves what is there first where the configuration says so, and leaves no trash then', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('volumeSnapshot/snapshot.before.revertvolume', 'true');
    const one = await takeSnapshot(emulator, 'one');
    await writeTo(emulator, GIB);
    await emulator.make(...revert(one.uuid));
    const saved = await emulator.find('/volume-snapshots?q=parentUuid!=null&q=distance=2');
    expect(saved).toMatchObject({
      name: `revert-volume-point-${volume}-20171114222057`,
      description: `save snapshot for revert volume [uuid:${volume}]`,
      parentUuid: one.uuid,
      size: GIB,
      latest: false,
    });
    expect(await trashOf(emulator)).toEqual([]);
  });

  test.each([
    [
      "state = 'Disabled'",
      'SYS.1006',
      (uuid: string) =>
        `volume snapshot[uuid:${uuid}] is in state Disabled, cannot revert volume to it`,
    ],
    [
      'volume_uuid = null',
      'SYS.1006',
      (uuid: string) =>
        `original volume for snapshot[uuid:${uuid}] has been deleted, cannot revert volume to it`,
    ],
    [
      "status = 'Creating'",
      'VOLUME_SNAPSHOT.1000',
      (uuid: string) =>
        `snapshot[uuid:${uuid}, name:s]'s status[Creating] is not allowed for message[org.zstack.header.storage.snapshot.APIRevertVolumeFromSnapshotMsg], allowed status[Ready]`,
    ],
  ])('to one with %s is refused', async (change, code, details) => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's');
    put(emulator, `update volume_snapshots set ${change}`);
    expect(await emulator.refused(...revert(uuid))).toMatchObject({ code, details: details(uuid) });
  });

  test('on a storage in maintenance is refused', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's');
    put(emulator, "update primary_storages set state = 'Maintenance'");
    expect(await emulator.refused(...revert(uuid))).toMatchObject({
      code: 'PS.1000',
      details:
        "Operation is not permitted when primary storage status is 'Maintenance', please check primary storage status",
    });
  });

  test('of a Deleted volume is taken', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's');
    await emulator.call('DELETE', `/volumes/${volume}`);
    await emulator.make(...revert(uuid));
    expect(await emulator.find(`/volumes/${volume}`)).toMatchObject({ status: 'Deleted' });
  });
});

describe('deleting', () => {
  test('what must be merged needs a storage in use; what must not, goes', async () => {
    const emulator = await TestEmulator.start();
    const one = await takeSnapshot(emulator, 'one');
    const two = await takeSnapshot(emulator, 'two');
    await emulator.make(...revert(one.uuid));
    put(emulator, "update primary_storages set state = 'Maintenance'");
    const size = 200 * 1024;
    const reason = {
      code: 'SYS.1006',
      details: `cannot find primary storage satisfying conditions[state:Enabled, status:Connected, available capacity > ${size}`,
      opaque: { snapshotUuid: one.uuid },
    };
    const error = await emulator.refused('DELETE', `/volume-snapshots/${one.uuid}`);
    expect(error).toMatchObject({
      code: 'SYS.1004',
      details: 'batch delete volume snapshot error',
      cause: { code: 'VOLUME_SNAPSHOT.1002', causes: [reason] },
    });
    const { body } = await emulator.call(...batch([two.uuid, one.uuid]));
    expect(body.results).toMatchObject([
      { snapshotUuid: two.uuid, success: true },
      { snapshotUuid: one.uuid, success: false, error: reason },
    ]);
    const { inventories } = (await emulator.call('GET', '/volume-snapshots')).body;
    expect(inventories.map(({ name }: Json) => name)).toEqual(['one']);
  });

  test('what is in a tree that the volume has left merges nothing', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('volumeSnapshot/incrementalSnapshot.maxNum', '2');
    const taken: Json[] = [];
    for (const name of ['one', 'two', 'full']) taken.push(await takeSnapshot(emulator, name));
    await emulator.make(...revert(taken[0].uuid));
    put(emulator, "update primary_storages set state = 'Maintenance'");
    const before = await emulator.find(`/volumes/${volume}`);
    const answer = await emulator.call('DELETE', `/volume-snapshots/${taken[2].uuid}`);
    expect([answer.status, answer.body.success]).toEqual([200, true]);
    expect(await emulator.find(`/volumes/${volume}`)).toEqual(before);
    expect(await emulator.find(`/volume-snapshots/trees/${taken[2].treeUuid}`)).toBeUndefined();
  });

  test('several in one call is for those of one volume', async () => {
    const emulator = await TestEmulator.start();
    const one = await takeSnapshot(emulator, 'one');
    const other = await takeSnapshot(emulator, 'other', volumes.stoppedWindows);
    expect(await emulator.refused(...batch([one.uuid, other.uuid]))).toMatchObject({
      code: 'SYS.1006',
      details: `not support delete snapshots on different volumes[uuid: ${volume}, ${volumes.stoppedWindows}]`,
    });
    put(emulator, `update volume_snapshots set volume_uuid = null where uuid = '${one.uuid}'`);
    expect(await emulator.refused(...batch([one.uuid]))).toMatchObject({
      code: 'SYS.1006',
      details: `can not find volume uuid for snapshosts[uuid: [${one.uuid}]]`,
    });
  });
});

test.each([
  ['PUT', '/actions', { revertVolumeFromSnapshot: {} }, 24],
  ['PUT', '/actions', { getVolumeSnapshotSize: {} }, 0.5],
  ['DELETE', '', undefined, 6],
] as const)('%s%s %j has the time that the real one has', async (method, path, body, hours) => {
  const emulator = await TestEmulator.start({ settings: { apiMode: 'async' } });
  await emulator.call('POST', `/volumes/${volume}/volume-snapshots`, { params: { name: 's' } });
  const { uuid } = await emulator.find('/volume-snapshots?q=name=s');
  const answer = await emulator.call(method, `/volume-snapshots/${uuid}${path}`, body);
  expect([answer.status, answer.body.apiTimeout]).toEqual([202, hours * 3_600_000]);
});
