import { SEED, TestEmulator } from '../../support/emulator';
import { rowChanges } from '../../support/row-changes';
import { takeSnapshot, writeTo } from '../../support/volumes';

const { volumes } = SEED;
const { spareData, runningArmOnCeph, stoppedWindows, runningLinux } = volumes;

const act = (uuid: string, action: object) =>
  ['PUT', `/volume-snapshots/${uuid}/actions`, action] as const;
const revert = (uuid: string) => act(uuid, { revertVolumeFromSnapshot: {} });
const undo = (volume: string, snapShotUuid: string) =>
  ['PUT', `/volumes/${volume}/actions`, { undoSnapshotCreation: { snapShotUuid } }] as const;

/** Snapshots one after the other, each of 4096 bytes more, and 512 bytes in the volume. */
async function chain(emulator: TestEmulator, of: string, ...names: string[]) {
  const uuids: Record<string, string> = {};
  for (const name of names) {
    await writeTo(emulator, 4096, of);
    uuids[name] = (await takeSnapshot(emulator, name, of)).uuid;
  }
  await writeTo(emulator, 512, of);
  return uuids;
}

describe('a snapshot is taken', () => {
  const said = { name: 's', description: 'd', userTags: ['mine'] };
  const take = (emulator: TestEmulator, of: string) =>
    emulator.make('POST', `/volumes/${of}/volume-snapshots`, { params: said });

  test('the first one, of files', async () => {
    const emulator = await TestEmulator.start();
    expect(await rowChanges(emulator, () => take(emulator, spareData))).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ nfs: available_capacity -204800',
      'user_tags + uuid=#3 resource_uuid=#2 resource_type=VolumeSnapshotVO tag=mine create_date=now last_op_date=now',
      'volume_snapshot_trees + uuid=#1 volume_uuid=spareData current=1 create_date=now last_op_date=now status=Completed',
      'volume_snapshots + uuid=#2 name=s description=d type=Hypervisor volume_uuid=spareData tree_uuid=#1 primary_storage_uuid=nfs primary_storage_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/spareData.qcow2 volume_type=Data format=qcow2 latest=1 size=204800 distance=1 state=Enabled status=Ready content_id=spare virtual_size=53687091200 actual_size=204800 create_date=now last_op_date=now',
      'volumes ~ spareData: install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/spareData.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/#2.qcow2, layer_size -204800',
    ]);
  });

  test('the next one', async () => {
    const emulator = await TestEmulator.start();
    const names = await chain(emulator, spareData, 'one');
    expect(await rowChanges(emulator, () => take(emulator, spareData), names)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ nfs: available_capacity -512',
      'user_tags + uuid=#2 resource_uuid=#1 resource_type=VolumeSnapshotVO tag=mine create_date=now last_op_date=now',
      'volume_snapshots + uuid=#1 name=s description=d type=Hypervisor volume_uuid=spareData tree_uuid=#3 parent_uuid=one primary_storage_uuid=nfs primary_storage_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/one.qcow2 volume_type=Data format=qcow2 latest=1 size=512 distance=2 state=Enabled status=Ready content_id=written:#4 virtual_size=53687091200 actual_size=209408 create_date=now last_op_date=now',
      'volume_snapshots ~ one: latest 1 -> 0',
      'volumes ~ spareData: install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/one.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/#1.qcow2, layer_size -512',
    ]);
  });

  test('on Ceph', async () => {
    const emulator = await TestEmulator.start();
    const names = await chain(emulator, runningArmOnCeph, 'one');
    expect(await rowChanges(emulator, () => take(emulator, runningArmOnCeph), names)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ ceph: available_capacity -512',
      'user_tags + uuid=#3 resource_uuid=#2 resource_type=VolumeSnapshotVO tag=mine create_date=now last_op_date=now',
      'volume_snapshot_trees + uuid=#1 volume_uuid=runningArmOnCeph current=1 create_date=now last_op_date=now status=Completed',
      'volume_snapshot_trees ~ #4: current 1 -> 0, last_op_date',
      'volume_snapshots + uuid=#2 name=s description=d type=Storage volume_uuid=runningArmOnCeph tree_uuid=#1 primary_storage_uuid=ceph primary_storage_install_path=ceph://pool-vms/runningArmOnCeph@#2 volume_type=Root format=raw latest=1 size=512 distance=1 state=Enabled status=Ready content_id=written:#5 virtual_size=21474836480 actual_size=5368713728 create_date=now last_op_date=now',
      'volumes ~ runningArmOnCeph: layer_size -512',
    ]);
  });

  test.each([
    [
      'at rest',
      spareData,
      [
        'account_resource_refs + resource_uuid=#1 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
        'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
        'primary_storages ~ nfs: available_capacity -213504, available_physical_capacity -212992',
        'user_tags + uuid=#3 resource_uuid=#2 resource_type=VolumeSnapshotVO tag=mine create_date=now last_op_date=now',
        'volume_snapshot_trees + uuid=#1 volume_uuid=spareData current=1 create_date=now last_op_date=now status=Completed',
        'volume_snapshot_trees ~ #4: current 1 -> 0, last_op_date',
        'volume_snapshots + uuid=#2 name=s description=d type=Hypervisor volume_uuid=spareData tree_uuid=#1 primary_storage_uuid=nfs primary_storage_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/#2.qcow2 volume_type=Data format=qcow2 latest=1 size=213504 distance=0 state=Enabled status=Ready content_id=written:#5 virtual_size=53687091200 actual_size=213504 create_date=now last_op_date=now',
        'volumes ~ spareData: install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/two.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/#6.qcow2, layer_size -512',
      ],
    ],
    [
      'in use',
      runningLinux,
      [
        'account_resource_refs + resource_uuid=#1 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
        'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
        'primary_storages ~ local: available_capacity -3221234176, available_physical_capacity -3221233664',
        'user_tags + uuid=#3 resource_uuid=#2 resource_type=VolumeSnapshotVO tag=mine create_date=now last_op_date=now',
        'volume_snapshot_trees + uuid=#1 volume_uuid=runningLinux current=1 create_date=now last_op_date=now status=Completed',
        'volume_snapshot_trees ~ #4: current 1 -> 0, last_op_date',
        'volume_snapshots + uuid=#2 name=s description=d type=Hypervisor volume_uuid=runningLinux tree_uuid=#1 primary_storage_uuid=local primary_storage_install_path=/zstack_ps/rootVolumes/acct-admin/vol-runningLinux/snapshots/two.qcow2 volume_type=Root format=qcow2 latest=1 size=3221234176 distance=0 state=Enabled status=Ready content_id=written:#5 virtual_size=42949672960 actual_size=3221234176 create_date=now last_op_date=now',
        'volumes ~ runningLinux: install_path /zstack_ps/rootVolumes/acct-admin/vol-runningLinux/snapshots/two.qcow2 -> /zstack_ps/rootVolumes/acct-admin/vol-runningLinux/snapshots/#2.qcow2, layer_size -512',
      ],
    ],
  ])('a full one of a volume %s', async (_how, of, lines) => {
    const emulator = await TestEmulator.start();
    await emulator.configure('volumeSnapshot/incrementalSnapshot.maxNum', '2');
    const names = await chain(emulator, of, 'one', 'two');
    expect(await rowChanges(emulator, () => take(emulator, of), names)).toEqual(lines);
  });

  test('with others at one moment', async () => {
    const emulator = await TestEmulator.start();
    const volumeUuids = [spareData, stoppedWindows];
    const params = { volumeUuids, userTags: ['mine'] };
    const work = () => emulator.make('POST', '/volumes/volume-snapshots', { params });
    expect(await rowChanges(emulator, work)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#3 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#4 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ nfs: available_capacity -18253815808',
      'user_tags + uuid=#5 resource_uuid=#3 resource_type=VolumeSnapshotVO tag=mine create_date=now last_op_date=now',
      'user_tags + uuid=#6 resource_uuid=#4 resource_type=VolumeSnapshotVO tag=mine create_date=now last_op_date=now',
      'volume_snapshot_trees + uuid=#1 volume_uuid=spareData current=1 create_date=now last_op_date=now status=Completed',
      'volume_snapshot_trees + uuid=#2 volume_uuid=stoppedWindows current=1 create_date=now last_op_date=now status=Completed',
      'volume_snapshots + uuid=#3 name=Snapshot-spareData description=Take snapshot for spareData type=Hypervisor volume_uuid=spareData tree_uuid=#1 primary_storage_uuid=nfs primary_storage_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/spareData.qcow2 volume_type=Data format=qcow2 latest=1 size=204800 distance=1 state=Enabled status=Ready content_id=spare virtual_size=53687091200 actual_size=204800 create_date=now last_op_date=now',
      'volume_snapshots + uuid=#4 name=Snapshot-stoppedWindows description=Take snapshot for stoppedWindows type=Hypervisor volume_uuid=stoppedWindows tree_uuid=#2 primary_storage_uuid=nfs primary_storage_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/stoppedWindows.qcow2 volume_type=Root format=qcow2 latest=1 size=18253611008 distance=1 state=Enabled status=Ready content_id=ROOT-for-win-1 virtual_size=85899345920 actual_size=18253611008 create_date=now last_op_date=now',
      'volumes ~ spareData: install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/spareData.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/#3.qcow2, layer_size -204800',
      'volumes ~ stoppedWindows: install_path /opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/stoppedWindows.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/snapshots/#4.qcow2, layer_size -18253611008',
    ]);
  });
});

describe('a volume comes back', () => {
  test('on files', async () => {
    const emulator = await TestEmulator.start();
    const names = await chain(emulator, spareData, 'one', 'two');
    const work = () => emulator.make(...revert(String(names['one'])));
    expect(await rowChanges(emulator, work, names)).toEqual([
      'primary_storages ~ nfs: available_capacity -512',
      'trash + trash_id=1 resource_uuid=spareData resource_type=VolumeVO storage_uuid=nfs storage_type=PrimaryStorage install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/two.qcow2 is_folder=0 hypervisor_type=KVM size=512 trash_type=RevertVolume create_date=now',
      'volume_snapshot_trees ~ #1: last_op_date',
      'volume_snapshots ~ one: latest 0 -> 1',
      'volume_snapshots ~ two: latest 1 -> 0',
      'volumes ~ spareData: install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/two.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/#2.qcow2, actual_size -4608, content_id written:#3 -> written:#4, layer_size -512, last_op_date',
    ]);
  });

  test('on Ceph', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await emulator.make('POST', '/volumes/data', {
      params: { name: 'v', diskSize: 2 ** 30, primaryStorageUuid: SEED.primaryStorages.ceph },
    });
    const names = await chain(emulator, uuid, 'one', 'two');
    const work = () => emulator.make(...revert(String(names['one'])));
    expect(await rowChanges(emulator, work, { volume: uuid, ...names })).toEqual([
      'primary_storages ~ ceph: available_physical_capacity +512',
      'volume_snapshot_trees ~ #1: current 0 -> 1, last_op_date',
      'volume_snapshot_trees ~ #2: current 1 -> 0, last_op_date',
      'volumes ~ volume: actual_size -4608, content_id written:#3 -> written:#4, layer_size -512, last_op_date',
    ]);
  });

  test('after what it holds was saved', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('volumeSnapshot/snapshot.before.revertvolume', 'true');
    const names = await chain(emulator, spareData, 'one', 'two');
    const work = () => emulator.make(...revert(String(names['one'])));
    expect(await rowChanges(emulator, work, names)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ nfs: available_capacity -512',
      'volume_snapshot_trees ~ #2: last_op_date',
      'volume_snapshots + uuid=#1 name=revert-volume-point-spareData-20171114222058 description=save snapshot for revert volume [uuid:spareData] type=Hypervisor volume_uuid=spareData tree_uuid=#2 parent_uuid=two primary_storage_uuid=nfs primary_storage_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/two.qcow2 volume_type=Data format=qcow2 latest=0 size=512 distance=3 state=Enabled status=Ready content_id=written:#3 virtual_size=53687091200 actual_size=213504 create_date=now last_op_date=now',
      'volume_snapshots ~ one: latest 0 -> 1',
      'volume_snapshots ~ two: latest 1 -> 0',
      'volumes ~ spareData: install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/two.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/#4.qcow2, actual_size -4608, content_id written:#3 -> written:#5, layer_size -512, last_op_date',
    ]);
  });
});

describe('a snapshot goes', () => {
  test.each([
    [
      'the first, with all that follows',
      'one',
      '',
      [
        'account_resource_refs - #1',
        'account_resource_refs - one',
        'account_resource_refs - two',
        'account_resource_refs - three',
        'primary_storages ~ nfs: available_capacity +217088',
        'volume_snapshot_trees - #1',
        'volume_snapshots - one',
        'volume_snapshots - two',
        'volume_snapshots - three',
        'volumes ~ spareData: layer_size +217088',
      ],
    ],
    [
      'the last',
      'three',
      '',
      [
        'account_resource_refs - three',
        'primary_storages ~ nfs: available_capacity +4096',
        'volume_snapshots - three',
        'volume_snapshots ~ two: latest 0 -> 1',
        'volumes ~ spareData: layer_size +4096',
      ],
    ],
    [
      'the first alone',
      'one',
      '?scope=single',
      [
        'account_resource_refs - #1',
        'account_resource_refs - one',
        'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
        'volume_snapshot_trees - #1',
        'volume_snapshot_trees + uuid=#2 volume_uuid=spareData current=1 create_date=now last_op_date=now status=Completed',
        'volume_snapshots - one',
        'volume_snapshots ~ three: tree_uuid #1 -> #2, distance -1',
        'volume_snapshots ~ two: tree_uuid #1 -> #2, parent_uuid one -> null, size +208896, distance -1',
      ],
    ],
    [
      'one between, upwards',
      'two',
      '?scope=single&direction=pull',
      [
        'account_resource_refs - two',
        'volume_snapshots - two',
        'volume_snapshots ~ three: parent_uuid two -> one, size +4096, distance -1',
      ],
    ],
    [
      'one between, downwards',
      'two',
      '?scope=single&direction=commit',
      [
        'account_resource_refs - two',
        'volume_snapshots - two',
        'volume_snapshots ~ three: parent_uuid two -> one, primary_storage_install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/two.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/one.qcow2, size +4096, distance -1',
      ],
    ],
    [
      'the last alone, upwards',
      'three',
      '?scope=single&direction=pull',
      [
        'account_resource_refs - three',
        'primary_storages ~ nfs: available_capacity +4096',
        'volume_snapshots - three',
        'volume_snapshots ~ two: latest 0 -> 1',
        'volumes ~ spareData: layer_size +4096',
      ],
    ],
    [
      'the last alone, downwards',
      'three',
      '?scope=single&direction=commit',
      [
        'account_resource_refs - three',
        'primary_storages ~ nfs: available_capacity +4096',
        'volume_snapshots - three',
        'volume_snapshots ~ two: latest 0 -> 1',
        'volumes ~ spareData: install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/three.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/two.qcow2, layer_size +4096',
      ],
    ],
  ])('%s', async (_what, which, how, lines) => {
    const emulator = await TestEmulator.start();
    const names = await chain(emulator, spareData, 'one', 'two', 'three');
    const work = () => emulator.make('DELETE', `/volume-snapshots/${names[which]}${how}`);
    expect(await rowChanges(emulator, work, names)).toEqual(lines);
  });

  test.each([
    [
      'on files',
      spareData,
      [
        'account_resource_refs - two',
        'primary_storages ~ nfs: available_capacity +4096',
        'volume_snapshots - two',
        'volume_snapshots ~ one: latest 0 -> 1',
        'volumes ~ spareData: install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/two.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/one.qcow2, layer_size +4096, last_op_date',
      ],
    ],
    [
      'on Ceph',
      runningArmOnCeph,
      [
        'account_resource_refs - #1',
        'account_resource_refs - two',
        'primary_storages ~ ceph: available_capacity +4096',
        'volume_snapshot_trees - #1',
        'volume_snapshots - two',
        'volumes ~ runningArmOnCeph: layer_size +4096, last_op_date',
      ],
    ],
  ])('when it is taken back %s', async (_where, of, lines) => {
    const emulator = await TestEmulator.start();
    const names = await chain(emulator, of, 'one', 'two');
    const work = () => emulator.make(...undo(of, String(names['two'])));
    expect(await rowChanges(emulator, work, names)).toEqual(lines);
  });
});
