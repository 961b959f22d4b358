import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { GIB, put, takeSnapshot, writeTo } from '../../support/volumes';

const { volumes, primaryStorages } = SEED;
const volume = volumes.spareData;

const alone = (uuid: string, more = '') => `/volume-snapshots/${uuid}?scope=single${more}`;
const snapshotsOf = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.call('GET', `/volume-snapshots?q=volumeUuid=${volume}`)).body.inventories;
const revert = (uuid: string) =>
  ['PUT', `/volume-snapshots/${uuid}/actions`, { revertVolumeFromSnapshot: {} }] as const;
const contentOf = (emulator: TestEmulator) =>
  emulator.environment.database
    .prepare('select content_id, actual_size from volumes where uuid = ?')
    .get(volume);
const layerOf = (emulator: TestEmulator) =>
  emulator.environment.database
    .prepare<[string], number>('select layer_size from volumes where uuid = ?')
    .pluck()
    .get(volume);

/** Three snapshots, each a GiB more than the one before; what the volume had at first is in the first. */
async function chain(emulator: TestEmulator): Promise<[Json, Json, Json]> {
  for (const name of ['one', 'two', 'three']) {
    await writeTo(emulator, GIB);
    await takeSnapshot(emulator, name);
  }
  return (await snapshotsOf(emulator)) as [Json, Json, Json];
}

describe('a snapshot goes alone', () => {
  test('from the middle: the one that followed on it takes its bytes and its place', async () => {
    const emulator = await TestEmulator.start();
    const [one, two, three] = await chain(emulator);
    const held = contentOf(emulator);
    const free = emulator.available('primary', primaryStorages.nfs);
    await emulator.make('DELETE', alone(two.uuid));
    expect(await snapshotsOf(emulator)).toEqual([
      one,
      { ...three, parentUuid: one.uuid, distance: 2, size: two.size + three.size },
    ]);
    expect(contentOf(emulator)).toEqual(held);
    expect(emulator.available('primary', primaryStorages.nfs)).toBe(free);
    // What it froze is still there to be had.
    await emulator.make(...revert(three.uuid));
    expect(contentOf(emulator)).toEqual(held);
  });

  test('from the end: the volume takes its bytes, and follows on the one before', async () => {
    const emulator = await TestEmulator.start();
    const [, two, three] = await chain(emulator);
    const before = await emulator.find(`/volumes/${volume}`);
    await emulator.make('DELETE', alone(three.uuid, '&direction=pull'));
    const [, left] = await snapshotsOf(emulator);
    expect(left).toEqual({ ...two, latest: true });
    expect(layerOf(emulator)).toBe(three.size);
    expect((await emulator.find(`/volumes/${volume}`)).installPath).toBe(before.installPath);
  });

  test('from the beginning: what followed begins a tree of its own', async () => {
    const emulator = await TestEmulator.start();
    const [one, two, three] = await chain(emulator);
    await emulator.make('DELETE', alone(one.uuid));
    const [first, second] = await snapshotsOf(emulator);
    expect(first).toEqual({
      ...two,
      parentUuid: null,
      distance: 1,
      size: one.size + two.size,
      treeUuid: first.treeUuid,
    });
    expect(first.treeUuid).not.toBe(one.treeUuid);
    expect(second).toEqual({ ...three, distance: 2, treeUuid: first.treeUuid });
    const trees = (await emulator.call('GET', '/volume-snapshots/trees')).body.inventories;
    expect(trees.map(({ uuid, current }: Json) => [uuid, current])).toEqual([
      [first.treeUuid, true],
    ]);
    expect((await takeSnapshot(emulator, 'next')).parentUuid).toBe(three.uuid);
  });

  test('the only one: no tree is left', async () => {
    const emulator = await TestEmulator.start();
    const free = emulator.available('primary', primaryStorages.nfs);
    const { uuid, size } = await takeSnapshot(emulator, 'one');
    await emulator.make('DELETE', alone(uuid));
    expect((await emulator.call('GET', '/volume-snapshots/trees')).body.inventories).toEqual([]);
    expect(layerOf(emulator)).toBe(size);
    expect(emulator.available('primary', primaryStorages.nfs)).toBe(free);
  });

  test('where the chain has branches: each takes the bytes over', async () => {
    const emulator = await TestEmulator.start();
    const [one, two, three] = await chain(emulator);
    await emulator.make(...revert(two.uuid));
    await writeTo(emulator, GIB);
    const branch = await takeSnapshot(emulator, 'branch');
    const free = emulator.available('primary', primaryStorages.nfs);
    await emulator.make('DELETE', alone(two.uuid, '&direction=commit'));
    const left = await snapshotsOf(emulator);
    expect(left.map(({ uuid, parentUuid, size }) => [uuid, parentUuid, size])).toEqual([
      [one.uuid, null, one.size],
      [three.uuid, one.uuid, three.size + two.size],
      [branch.uuid, one.uuid, branch.size + two.size],
    ]);
    // The bytes lie there twice now; two files cannot be merged into one.
    expect(emulator.available('primary', primaryStorages.nfs)).toBe(free - two.size);
    expect(left[1].primaryStorageInstallPath).toBe(three.primaryStorageInstallPath);
    await emulator.make('DELETE', alone(one.uuid));
    const roots = await snapshotsOf(emulator);
    expect(new Set(roots.map(({ treeUuid }) => treeUuid)).size).toBe(2);
    const current = (await emulator.call('GET', '/volume-snapshots/trees?q=current=true')).body;
    expect(current.inventories.map(({ tree }: Json) => tree.inventory.uuid)).toEqual([branch.uuid]);
  });

  test('that the volume followed on after a revert: its branches stay', async () => {
    const emulator = await TestEmulator.start();
    const [one, two, three] = await chain(emulator);
    await emulator.make(...revert(two.uuid));
    await emulator.make('DELETE', alone(two.uuid));
    const left = await snapshotsOf(emulator);
    expect(left.map(({ uuid, latest }) => [uuid, latest])).toEqual([
      [one.uuid, true],
      [three.uuid, false],
    ]);
    expect(layerOf(emulator)).toBe(two.size);
  });

  test.each([
    ['commit', 'pull'],
    ['pull', 'commit'],
  ])('by %s into the file that this means', async (direction) => {
    const emulator = await TestEmulator.start();
    const [, two, three] = await chain(emulator);
    await emulator.make('DELETE', alone(two.uuid, `&direction=${direction}`));
    const [, left] = await snapshotsOf(emulator);
    expect(left.primaryStorageInstallPath).toBe(
      (direction === 'commit' ? two : three).primaryStorageInstallPath,
    );
  });

  test('of a guest that runs only downwards', async () => {
    const emulator = await TestEmulator.start();
    const root = volumes.runningLinux;
    const one = await takeSnapshot(emulator, 'one', root);
    const two = await takeSnapshot(emulator, 'two', root);
    const error = await emulator.refused('DELETE', alone(one.uuid, '&direction=pull'));
    expect(error.code).toBe('SYS.1004');
    expect(JSON.stringify(error)).toContain(
      "the snapshot will be deleted by block 'commit', but the direction is 'pull', change the direction to 'commit' or 'auto'.",
    );
    await emulator.make('DELETE', alone(one.uuid));
    expect((await emulator.find(`/volume-snapshots/${two.uuid}`)).primaryStorageInstallPath).toBe(
      one.primaryStorageInstallPath,
    );
  });

  test('not while its VM is on its way', async () => {
    const emulator = await TestEmulator.start();
    const root = volumes.runningLinux;
    const one = await takeSnapshot(emulator, 'one', root);
    put(emulator, "update vm_instances set state = 'Migrating' where name = 'web-1'");
    const error = await emulator.refused('DELETE', alone(one.uuid));
    expect(JSON.stringify(error)).toContain(
      'in state Migrating, its snapshot cannot be deleted alone',
    );
  });

  test('not without room for what is merged', async () => {
    const emulator = await TestEmulator.start();
    const [one] = await chain(emulator);
    put(
      emulator,
      `update primary_storages set total_capacity = total_capacity - available_capacity, total_physical_capacity = total_physical_capacity - available_capacity,
       available_physical_capacity = available_physical_capacity - available_capacity, available_capacity = 0 where uuid = '${primaryStorages.nfs}'`,
    );
    expect((await emulator.refused('DELETE', alone(one.uuid))).code).toBe('SYS.1004');
  });

  test('`auto` is alone, too; without a scope all that descend from it go along', async () => {
    const emulator = await TestEmulator.start();
    const [one, two, three] = await chain(emulator);
    await emulator.make('DELETE', `/volume-snapshots/${two.uuid}?scope=auto`);
    expect(await snapshotsOf(emulator)).toHaveLength(2);
    await emulator.make('DELETE', `/volume-snapshots/${one.uuid}`);
    expect(await snapshotsOf(emulator)).toEqual([]);
    expect(three.uuid).toBeDefined();
    expect((await emulator.refused('DELETE', '/volume-snapshots/x?scope=all')).details).toBe(
      'valid value for field[scope] of message[org.zstack.header.message.ApiMessageParamValidator] are [single, chain, auto], but all found',
    );
  });

  test('on Ceph as ever', async () => {
    const emulator = await TestEmulator.start();
    const root = volumes.runningArmOnCeph;
    const one = await takeSnapshot(emulator, 'one', root);
    const two = await takeSnapshot(emulator, 'two', root);
    await emulator.make('DELETE', alone(one.uuid));
    expect(await emulator.find(`/volume-snapshots/${two.uuid}`)).toEqual(two);
    expect(await emulator.find(`/volume-snapshots/${one.uuid}`)).toBeUndefined();
  });

  test('of each volume of a group', async () => {
    const emulator = await TestEmulator.start();
    const take = (name: string) =>
      emulator.make('POST', '/volume-snapshots/group', {
        params: { rootVolumeUuid: volumes.stoppedWindows, name },
      });
    const one = await take('one');
    const two = await take('two');
    await emulator.call('DELETE', `/volume-snapshots/group/${one.uuid}?scope=single`);
    const groups = (await emulator.call('GET', '/volume-snapshots/group')).body.inventories;
    expect(groups.map(({ uuid }: Json) => uuid)).toEqual([two.uuid]);
    const [{ volumeSnapshotUuid }] = two.volumeSnapshotRefs;
    expect((await emulator.find(`/volume-snapshots/${volumeSnapshotUuid}`)).parentUuid).toBeNull();
  });
});
