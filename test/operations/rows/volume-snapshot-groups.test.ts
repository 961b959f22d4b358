import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { rowChanges } from '../../support/row-changes';
import { writeTo } from '../../support/volumes';

const { spareData, stoppedWindows } = SEED.volumes;
const GROUPS = '/volume-snapshots/group';

describe('a group of snapshots', () => {
  async function withGroup() {
    const emulator = await TestEmulator.start();
    await emulator.make(
      'POST',
      `/volumes/${spareData}/vm-instances/${SEED.vms.stoppedWindows}`,
      {},
    );
    const take = (): Promise<Json> =>
      emulator.make('POST', GROUPS, {
        params: { rootVolumeUuid: stoppedWindows, name: 'g', description: 'd', userTags: ['mine'] },
      });
    return { emulator, take };
  }
  const namesOf = ({ uuid, volumeSnapshotRefs }: Json) => ({
    group: uuid as string,
    ofRoot: volumeSnapshotRefs[0].volumeSnapshotUuid as string,
    ofData: volumeSnapshotRefs[1].volumeSnapshotUuid as string,
  });

  test('is taken', async () => {
    const { emulator, take } = await withGroup();
    expect(await rowChanges(emulator, take)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeSnapshotGroupVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#3 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#4 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#5 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ nfs: available_capacity -18253815808',
      'user_tags + uuid=#6 resource_uuid=#1 resource_type=VolumeSnapshotGroupVO tag=mine create_date=now last_op_date=now',
      'volume_snapshot_group_refs + volume_snapshot_uuid=#4 volume_snapshot_group_uuid=#1 snapshot_deleted=0 device_id=0 volume_uuid=stoppedWindows volume_name=ROOT-for-win-1 volume_type=Root volume_snapshot_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/stoppedWindows.qcow2 volume_snapshot_name=g-ROOT-for-win-1 create_date=now last_op_date=now',
      'volume_snapshot_group_refs + volume_snapshot_uuid=#5 volume_snapshot_group_uuid=#1 snapshot_deleted=0 device_id=1 volume_uuid=spareData volume_name=spare volume_type=Data volume_snapshot_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/spareData.qcow2 volume_snapshot_name=g-spare volume_last_attach_date=1510698057000 create_date=now last_op_date=now',
      'volume_snapshot_groups + uuid=#1 name=g description=d snapshot_count=2 vm_instance_uuid=stoppedWindows create_date=now last_op_date=now',
      'volume_snapshot_trees + uuid=#2 volume_uuid=stoppedWindows current=1 create_date=now last_op_date=now status=Completed',
      'volume_snapshot_trees + uuid=#3 volume_uuid=spareData current=1 create_date=now last_op_date=now status=Completed',
      'volume_snapshots + uuid=#4 name=g-ROOT-for-win-1 description=d type=Hypervisor volume_uuid=stoppedWindows tree_uuid=#2 primary_storage_uuid=nfs primary_storage_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/stoppedWindows.qcow2 volume_type=Root format=qcow2 latest=1 size=18253611008 distance=1 state=Enabled status=Ready group_uuid=#1 content_id=ROOT-for-win-1 virtual_size=85899345920 actual_size=18253611008 create_date=now last_op_date=now',
      'volume_snapshots + uuid=#5 name=g-spare description=d type=Hypervisor volume_uuid=spareData tree_uuid=#3 primary_storage_uuid=nfs primary_storage_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/spareData.qcow2 volume_type=Data format=qcow2 latest=1 size=204800 distance=1 state=Enabled status=Ready group_uuid=#1 content_id=spare virtual_size=53687091200 actual_size=204800 create_date=now last_op_date=now',
      'volumes ~ spareData: install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/spareData.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/#5.qcow2, layer_size -204800',
      'volumes ~ stoppedWindows: install_path /opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/stoppedWindows.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/snapshots/#4.qcow2, layer_size -18253611008',
    ]);
  });

  test('brings its VM back, after what it holds was saved', async () => {
    const { emulator, take } = await withGroup();
    await emulator.configure('volumeSnapshot/snapshot.before.revertvolume', 'true');
    const group = await take();
    await writeTo(emulator, 512, spareData);
    const action = { revertVmFromSnapshotGroup: {} };
    const work = () => emulator.call('PUT', `${GROUPS}/${group.uuid}/actions`, action);
    expect(await rowChanges(emulator, work, namesOf(group))).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeSnapshotGroupVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#3 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'primary_storages ~ nfs: available_capacity -512',
      'volume_snapshot_group_refs + volume_snapshot_uuid=#2 volume_snapshot_group_uuid=#1 snapshot_deleted=0 device_id=0 volume_uuid=stoppedWindows volume_name=ROOT-for-win-1 volume_type=Root volume_snapshot_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/snapshots/ofRoot.qcow2 volume_snapshot_name=revert-volume-point-stoppedWindows-20171114222058 create_date=now last_op_date=now',
      'volume_snapshot_group_refs + volume_snapshot_uuid=#3 volume_snapshot_group_uuid=#1 snapshot_deleted=0 device_id=1 volume_uuid=spareData volume_name=spare volume_type=Data volume_snapshot_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/ofData.qcow2 volume_snapshot_name=revert-volume-point-spareData-20171114222058 volume_last_attach_date=1510698057000 create_date=now last_op_date=now',
      'volume_snapshot_groups + uuid=#1 name=revert-vm-point-stoppedWindows-20171114222058 description=save snapshot for revert vm [uuid:stoppedWindows] snapshot_count=2 vm_instance_uuid=stoppedWindows create_date=now last_op_date=now',
      'volume_snapshot_trees ~ #4: last_op_date',
      'volume_snapshot_trees ~ #5: last_op_date',
      'volume_snapshots + uuid=#3 name=revert-volume-point-spareData-20171114222058 description=save snapshot for revert volume [uuid:spareData] type=Hypervisor volume_uuid=spareData tree_uuid=#5 parent_uuid=ofData primary_storage_uuid=nfs primary_storage_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/ofData.qcow2 volume_type=Data format=qcow2 latest=0 size=512 distance=2 state=Enabled status=Ready group_uuid=#1 content_id=written:#6 virtual_size=53687091200 actual_size=205312 create_date=now last_op_date=now',
      'volume_snapshots + uuid=#2 name=revert-volume-point-stoppedWindows-20171114222058 description=save snapshot for revert volume [uuid:stoppedWindows] type=Hypervisor volume_uuid=stoppedWindows tree_uuid=#4 parent_uuid=ofRoot primary_storage_uuid=nfs primary_storage_install_path=/opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/snapshots/ofRoot.qcow2 volume_type=Root format=qcow2 latest=0 size=0 distance=2 state=Enabled status=Ready group_uuid=#1 content_id=ROOT-for-win-1 virtual_size=85899345920 actual_size=18253611008 create_date=now last_op_date=now',
      'volumes ~ spareData: install_path /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/snapshots/ofData.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/dataVolumes/acct-admin/vol-spareData/#7.qcow2, actual_size -512, content_id written:#6 -> spare, layer_size -512, last_op_date',
      'volumes ~ stoppedWindows: install_path /opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/snapshots/ofRoot.qcow2 -> /opt/zstack/nfsprimarystorage/prim-nfs/rootVolumes/acct-admin/vol-stoppedWindows/#8.qcow2, last_op_date',
    ]);
  });

  test('goes', async () => {
    const { emulator, take } = await withGroup();
    const group = await take();
    const work = () => emulator.call('DELETE', `${GROUPS}/${group.uuid}`);
    expect(await rowChanges(emulator, work, namesOf(group))).toEqual([
      'account_resource_refs - #1',
      'account_resource_refs - ofRoot',
      'account_resource_refs - #2',
      'account_resource_refs - ofData',
      'account_resource_refs - group',
      'primary_storages ~ nfs: available_capacity +18253815808',
      'user_tags - #3',
      'volume_snapshot_group_refs - ofRoot',
      'volume_snapshot_group_refs - ofData',
      'volume_snapshot_groups - group',
      'volume_snapshot_trees - #1',
      'volume_snapshot_trees - #2',
      'volume_snapshots - ofRoot',
      'volume_snapshots - ofData',
      'volumes ~ stoppedWindows: layer_size +18253611008',
      'volumes ~ spareData: layer_size +204800',
    ]);
  });

  test('is given up, and its snapshots stay', async () => {
    const { emulator, take } = await withGroup();
    const group = await take();
    const work = () => emulator.make('DELETE', `/volume-snapshots/ungroup/${group.uuid}`);
    expect(await rowChanges(emulator, work, namesOf(group))).toEqual([
      'account_resource_refs - group',
      'user_tags - #1',
      'volume_snapshot_group_refs - ofRoot',
      'volume_snapshot_group_refs - ofData',
      'volume_snapshot_groups - group',
      'volume_snapshots ~ ofRoot: group_uuid group -> null',
      'volume_snapshots ~ ofData: group_uuid group -> null',
    ]);
  });

  test('loses a snapshot of data', async () => {
    const { emulator, take } = await withGroup();
    const names = namesOf(await take());
    const work = () => emulator.make('DELETE', `/volume-snapshots/${names.ofData}`);
    expect(await rowChanges(emulator, work, names)).toEqual([
      'account_resource_refs - #1',
      'account_resource_refs - ofData',
      'primary_storages ~ nfs: available_capacity +204800',
      'volume_snapshot_group_refs ~ ofData: snapshot_deleted 0 -> 1, last_op_date',
      'volume_snapshot_trees - #1',
      'volume_snapshots - ofData',
      'volumes ~ spareData: layer_size +204800',
    ]);
  });
});
