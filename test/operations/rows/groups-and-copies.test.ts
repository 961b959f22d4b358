import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { action, submit } from '../../support/long-jobs';
import { rowChanges } from '../../support/row-changes';
import { put, takeSnapshot, writeTo } from '../../support/volumes';

const { volumes, vms, images, backupStorages } = SEED;
const { imageStore } = backupStorages;
const said = { description: 'd', userTags: ['mine'] };

describe('a backup of a volume', () => {
  const of = volumes.runningLinux;
  const backUp = (emulator: TestEmulator, name: string): Promise<Json> =>
    emulator.make('POST', `/volumes/${of}/volume-backups`, {
      params: { name, backupStorageUuid: imageStore, ...said },
    });

  test('is made, and the next one of what came since', async () => {
    const emulator = await TestEmulator.start();
    expect(await rowChanges(emulator, () => backUp(emulator, 'one'))).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeBackupVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ imageStore: available_capacity -3221225472',
      'user_tags + uuid=#2 resource_uuid=#1 resource_type=VolumeBackupVO tag=mine create_date=now last_op_date=now',
      'volume_backup_storage_refs + volume_backup_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://runningLinux/#1 status=Ready taken_bytes=3221225472 create_date=now last_op_date=now',
      'volume_backups + uuid=#1 name=one description=d volume_uuid=runningLinux vm_instance_uuid=runningLinux type=Root state=Enabled status=Ready mode=full size=3221225472 metadata={"volume":{"uuid":"runningLinux","name":"ROOT-for-web-1","type":"Root","size":42949672960}} content_id=ROOT-for-web-1 format=qcow2 virtual_size=42949672960 actual_size=3221225472 create_date=now last_op_date=now',
    ]);
    await writeTo(emulator, 4096, of);
    expect(await rowChanges(emulator, () => backUp(emulator, 'two'))).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=VolumeBackupVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ imageStore: available_capacity -4096',
      'user_tags + uuid=#2 resource_uuid=#1 resource_type=VolumeBackupVO tag=mine create_date=now last_op_date=now',
      'volume_backup_storage_refs + volume_backup_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://runningLinux/#1 status=Ready taken_bytes=4096 create_date=now last_op_date=now',
      'volume_backups + uuid=#1 name=two description=d volume_uuid=runningLinux vm_instance_uuid=runningLinux type=Root state=Enabled status=Ready mode=incremental size=4096 metadata={"volume":{"uuid":"runningLinux","name":"ROOT-for-web-1","type":"Root","size":42949672960}} content_id=written:#3 format=qcow2 virtual_size=42949672960 actual_size=3221229568 create_date=now last_op_date=now',
    ]);
  });

  test('goes, and the next one takes its bytes over', async () => {
    const emulator = await TestEmulator.start();
    const one = await backUp(emulator, 'one');
    await writeTo(emulator, 4096, of);
    const two = await backUp(emulator, 'two');
    const names = { one: one.uuid, two: two.uuid };
    const remove = (uuid: string) => () => emulator.make('DELETE', `/volume-backups/${uuid}`);
    expect(await rowChanges(emulator, remove(one.uuid), names)).toEqual([
      'account_resource_refs - one',
      'user_tags - #1',
      'volume_backup_storage_refs - one/imageStore',
      'volume_backup_storage_refs ~ two/imageStore: taken_bytes +3221225472, last_op_date',
      'volume_backups - one',
      'volume_backups ~ two: mode incremental -> full, size +3221225472',
    ]);
    expect(await rowChanges(emulator, remove(two.uuid), names)).toEqual([
      'account_resource_refs - two',
      'backup_storages ~ imageStore: available_capacity +3221229568',
      'user_tags - #1',
      'volume_backup_storage_refs - two/imageStore',
      'volume_backups - two',
    ]);
  });

  test.each([
    [
      'files',
      volumes.runningLinux,
      [
        'primary_storages ~ local: available_capacity -4096, available_physical_capacity -3221225472',
        'trash + trash_id=1 resource_uuid=runningLinux resource_type=VolumeVO storage_uuid=local storage_type=PrimaryStorage install_path=/zstack_ps/rootVolumes/acct-admin/vol-runningLinux/snapshots/#1.qcow2 is_folder=0 hypervisor_type=KVM size=4096 trash_type=RevertVolume create_date=now host_uuid=linux',
        'volume_snapshot_trees ~ #2: current 1 -> 0, last_op_date',
        'volume_snapshots ~ #1: latest 1 -> 0',
        'volumes ~ runningLinux: install_path /zstack_ps/rootVolumes/acct-admin/vol-runningLinux/snapshots/#1.qcow2 -> /zstack_ps/rootVolumes/acct-admin/vol-runningLinux/#3.qcow2, actual_size -4096, content_id written:#4 -> ROOT-for-web-1, layer_size +3221221376, last_op_date',
      ],
    ],
    [
      'Ceph',
      volumes.runningArmOnCeph,
      [
        'primary_storages ~ ceph: available_physical_capacity -5368705024',
        'volume_snapshot_trees ~ #1: current 1 -> 0, last_op_date',
        'volume_snapshots ~ #2: latest 1 -> 0',
        'volumes ~ runningArmOnCeph: actual_size -4096, content_id written:#3 -> ROOT-for-arm-1, layer_size +5368705024, last_op_date',
      ],
    ],
  ])('is what a volume on %s comes back to', async (_on, volume, lines) => {
    const emulator = await TestEmulator.start();
    const backup = await emulator.make('POST', `/volumes/${volume}/volume-backups`, {
      params: { name: 'b', backupStorageUuid: imageStore },
    });
    await takeSnapshot(emulator, 's', volume);
    await writeTo(emulator, 4096, volume);
    put(emulator, "update vm_instances set state = 'Stopped'");
    const path = `/volume-backups/${backup.uuid}/actions`;
    const work = () => emulator.make('PUT', path, { revertVolumeFromVolumeBackup: {} });
    expect(await rowChanges(emulator, work, { backup: backup.uuid })).toEqual(lines);
  });

  test.each([
    [
      'root',
      [
        'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
        'backup_storages ~ imageStore: available_capacity -3221225472',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://#1/#1 status=Ready taken_bytes=3221225472 export_bytes=0 create_date=now last_op_date=now',
        'images + uuid=#1 name=t description=d state=Enabled status=Ready size=42949672960 actual_size=3221225472 md5_sum=#2 url=volumeBackup://backup media_type=RootVolumeTemplate guest_os_type=CentOS 7 type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1 content_id=ROOT-for-web-1 create_date=now last_op_date=now',
        'user_tags + uuid=#3 resource_uuid=#1 resource_type=ImageVO tag=mine create_date=now last_op_date=now',
      ],
    ],
    [
      'data',
      [
        'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
        'backup_storages ~ imageStore: available_capacity -3221225472',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://#1/#1 status=Ready taken_bytes=3221225472 export_bytes=0 create_date=now last_op_date=now',
        'images + uuid=#1 name=t description=d state=Enabled status=Ready size=42949672960 actual_size=3221225472 md5_sum=#2 url=volumeBackup://backup media_type=DataVolumeTemplate type=zstack format=qcow2 system=0 virtio=0 content_id=ROOT-for-web-1 create_date=now last_op_date=now',
        'user_tags + uuid=#3 resource_uuid=#1 resource_type=ImageVO tag=mine create_date=now last_op_date=now',
      ],
    ],
  ])('becomes a %s template', async (kind, lines) => {
    const emulator = await TestEmulator.start();
    const backup = await backUp(emulator, 'b');
    const path = `/images/${kind}-volume-templates/from/volume-template/${backup.uuid}`;
    const params = { name: 't', backupStorageUuid: imageStore, ...said };
    const work = () => emulator.make('POST', path, { params });
    expect(await rowChanges(emulator, work, { backup: backup.uuid })).toEqual(lines);
  });
});

describe('a group of images', () => {
  /** So that it is not chance which is chosen. */
  const oneStorage = (emulator: TestEmulator) =>
    put(emulator, `update backup_storages set state = 'Disabled' where uuid <> '${imageStore}'`);

  test('is made of a VM', async () => {
    const emulator = await TestEmulator.start();
    await emulator.make('POST', `/volumes/${volumes.spareData}/vm-instances/${vms.stoppedWindows}`);
    const params = { vmInstanceUuid: vms.stoppedWindows, name: 'g', ...said };
    const work = () => emulator.make('POST', '/images/groups/from/vm-instance', { params });
    oneStorage(emulator);
    expect(await rowChanges(emulator, work)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImageGroupVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#2 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#3 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ imageStore: available_capacity -18253815808',
      'image_backup_storage_refs + image_uuid=#2 backup_storage_uuid=imageStore install_path=zstore://#2/#2 status=Ready taken_bytes=18253611008 export_bytes=0 create_date=now last_op_date=now',
      'image_backup_storage_refs + image_uuid=#3 backup_storage_uuid=imageStore install_path=zstore://#3/#3 status=Ready taken_bytes=204800 export_bytes=0 create_date=now last_op_date=now',
      'image_group_refs + image_group_uuid=#1 image_uuid=#2 create_date=now last_op_date=now',
      'image_group_refs + image_group_uuid=#1 image_uuid=#3 create_date=now last_op_date=now',
      'image_groups + uuid=#1 name=g description=d status=Ready image_count=2 create_date=now last_op_date=now',
      'images + uuid=#3 name=create-from-data-volume-spareData description=d state=Enabled status=Ready size=53687091200 actual_size=204800 md5_sum=#4 url=volume://spareData media_type=DataVolumeTemplate type=zstack format=qcow2 system=0 virtio=0 content_id=spare create_date=now last_op_date=now',
      'images + uuid=#2 name=create-from-root-volume-stoppedWindows description=d state=Enabled status=Ready size=85899345920 actual_size=18253611008 md5_sum=#5 url=volume://stoppedWindows media_type=RootVolumeTemplate guest_os_type=Windows type=zstack platform=Windows architecture=x86_64 format=qcow2 system=0 virtio=0 content_id=ROOT-for-win-1 create_date=now last_op_date=now',
      'system_tags + uuid=#6 resource_uuid=#2 resource_type=ImageVO tag=bootMode::UEFI create_date=now last_op_date=now inherent=0',
      'system_tags + uuid=#7 resource_uuid=#2 resource_type=ImageVO tag=GuestTools::2.4.0 create_date=now last_op_date=now inherent=0',
      'user_tags + uuid=#8 resource_uuid=#1 resource_type=ImageGroupVO tag=mine create_date=now last_op_date=now',
    ]);
  });

  test('is made of snapshots', async () => {
    const emulator = await TestEmulator.start();
    const one = await takeSnapshot(emulator, 'one', volumes.stoppedWindows);
    const two = await takeSnapshot(emulator, 'two', volumes.spareData);
    const params = { name: 'g', dataVolumeSnapshotUuids: [two.uuid], ...said };
    const path = `/imagegroup/from/snapshot/${one.uuid}`;
    const work = () => emulator.make('POST', path, { params });
    oneStorage(emulator);
    expect(await rowChanges(emulator, work, { one: one.uuid, two: two.uuid })).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImageGroupVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#2 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#3 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ imageStore: available_capacity -18253815808',
      'image_backup_storage_refs + image_uuid=#2 backup_storage_uuid=imageStore install_path=zstore://#2/#2 status=Ready taken_bytes=18253611008 export_bytes=0 create_date=now last_op_date=now',
      'image_backup_storage_refs + image_uuid=#3 backup_storage_uuid=imageStore install_path=zstore://#3/#3 status=Ready taken_bytes=204800 export_bytes=0 create_date=now last_op_date=now',
      'image_group_refs + image_group_uuid=#1 image_uuid=#2 create_date=now last_op_date=now',
      'image_group_refs + image_group_uuid=#1 image_uuid=#3 create_date=now last_op_date=now',
      'image_groups + uuid=#1 name=g description=d status=Ready image_count=2 create_date=now last_op_date=now',
      'images + uuid=#2 name=create-from-snap-one state=Enabled status=Ready size=85899345920 actual_size=18253611008 md5_sum=#4 url=volumeSnapshot://one media_type=RootVolumeTemplate guest_os_type=Windows Server 2019 type=zstack platform=Windows architecture=x86_64 format=qcow2 system=0 virtio=0 content_id=ROOT-for-win-1 create_date=now last_op_date=now',
      'images + uuid=#3 name=create-from-snapshot-two state=Enabled status=Ready size=53687091200 actual_size=204800 md5_sum=#5 url=volumeSnapshot://two media_type=DataVolumeTemplate type=zstack format=qcow2 system=0 virtio=0 content_id=spare create_date=now last_op_date=now',
      'system_tags + uuid=#6 resource_uuid=#2 resource_type=ImageVO tag=bootMode::UEFI create_date=now last_op_date=now inherent=0',
      'system_tags + uuid=#7 resource_uuid=#2 resource_type=ImageVO tag=GuestTools::2.4.0 create_date=now last_op_date=now inherent=0',
      'user_tags + uuid=#8 resource_uuid=#1 resource_type=ImageGroupVO tag=mine create_date=now last_op_date=now',
    ]);
  });

  test('is made of images, and goes with them', async () => {
    const emulator = await TestEmulator.start();
    const params = { name: 'g', dataVolumeTemplateUuids: [images.windows], ...said };
    let uuid = '';
    const make = async () => {
      ({ uuid } = await emulator.make('POST', `/imagegroup/from/image/${images.linux}`, {
        params,
      }));
    };
    expect(await rowChanges(emulator, make)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImageGroupVO account_uuid=admin create_date=now last_op_date=now',
      'image_group_refs + image_group_uuid=#1 image_uuid=linux create_date=now last_op_date=now',
      'image_group_refs + image_group_uuid=#1 image_uuid=windows create_date=now last_op_date=now',
      'image_groups + uuid=#1 name=g description=d status=Ready image_count=2 create_date=now last_op_date=now',
      'user_tags + uuid=#2 resource_uuid=#1 resource_type=ImageGroupVO tag=mine create_date=now last_op_date=now',
    ]);
    const expunge = () =>
      emulator.make('PUT', `/imagegroups/${uuid}/actions`, { expungeImageGroup: {} });
    expect(await rowChanges(emulator, expunge, { group: uuid })).toEqual([
      'account_resource_refs - linux',
      'account_resource_refs - windows',
      'account_resource_refs - group',
      'backup_storages ~ sftp: available_capacity +1073741824',
      'backup_storages ~ imageStore: available_capacity +12884901888',
      'image_backup_storage_refs - linux/imageStore',
      'image_backup_storage_refs - linux/sftp',
      'image_backup_storage_refs - windows/imageStore',
      'image_group_refs - group/linux',
      'image_group_refs - group/windows',
      'image_groups - group',
      'images - linux',
      'images - windows',
      'system_tags - #1',
      'user_tags - #2',
    ]);
  });
});

describe('a package', () => {
  test('is exported, and goes', async () => {
    const emulator = await TestEmulator.start();
    const vmUuid = vms.stoppedWindows;
    await emulator.make('POST', `/volumes/${volumes.spareData}/vm-instances/${vmUuid}`);
    const params = { vmUuid, backupStorageUuid: imageStore, ...said };
    let uuid = '';
    const make = async () => {
      ({ uuid } = await emulator.make('POST', '/ovf/ova-packages', { params }));
    };
    expect(await rowChanges(emulator, make)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImagePackageVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ imageStore: available_capacity -18253815808',
      'image_package_disks + image_package_uuid=#1 disk_index=0 file_name=win-1-disk1.vmdk content_id=ROOT-for-win-1 volume_format=qcow2 format=vmdk virtual_size=85899345920 actual_size=18253611008 sha256=#2',
      'image_package_disks + image_package_uuid=#1 disk_index=1 file_name=win-1-disk2.vmdk content_id=spare volume_format=qcow2 format=vmdk virtual_size=53687091200 actual_size=204800 sha256=#3',
      'image_packages + uuid=#1 name=win-1 description=d vm_uuid=stoppedWindows backup_storage_uuid=imageStore state=Exported export_url=http://emulator/emulator/v1/backup-storage/imageStore/exports/#1/package-#4.ova md5_sum=#5 format=OVA size=18253815808 ovf=(4488 characters) create_date=now last_op_date=now',
      'user_tags + uuid=#6 resource_uuid=#1 resource_type=ImagePackageVO tag=mine create_date=now last_op_date=now',
    ]);
    const remove = () => emulator.make('DELETE', `/image-packages/${uuid}`);
    expect(await rowChanges(emulator, remove, { package: uuid })).toEqual([
      'account_resource_refs - package',
      'backup_storages ~ imageStore: available_capacity +18253815808',
      'image_package_disks - package/0',
      'image_package_disks - package/1',
      'image_packages - package',
      'user_tags - #1',
    ]);
  });
});

describe('a replication group', () => {
  test('is made, gets storages, copies to them, and goes', async () => {
    const emulator = await TestEmulator.start();
    const { uuid: other } = await emulator.make('POST', '/backup-storage/image-store', {
      params: { name: 'o', hostname: 'x', username: 'u', password: 'x', url: '/bs' },
    });
    await emulator.make('POST', `/zones/${SEED.zone}/backup-storage/${other}`);
    let group = '';
    const make = async () => {
      const params = { name: 'g', ...said };
      ({ uuid: group } = await emulator.make('POST', '/image-replication-groups', { params }));
    };
    expect(await rowChanges(emulator, make)).toEqual([
      'image_replication_groups + uuid=#1 name=g description=d state=Enabled create_date=now last_op_date=now',
      'user_tags + uuid=#2 resource_uuid=#1 resource_type=ImageReplicationGroupVO tag=mine create_date=now last_op_date=now',
    ]);
    const path = `/image-replication-groups/${group}`;
    const add = () =>
      emulator.call('POST', path, { params: { backupStorageUuids: [imageStore, other] } });
    expect(await rowChanges(emulator, add, { group, other })).toEqual([
      'image_replication_group_refs + backup_storage_uuid=imageStore replication_group_uuid=group create_date=now last_op_date=now',
      'image_replication_group_refs + backup_storage_uuid=other replication_group_uuid=group create_date=now last_op_date=now',
    ]);
    const addImage = async () => {
      const url = 'http://x/a.qcow2#size=4G&actualSize=1G';
      const params = { name: 'i', url, format: 'qcow2', backupStorageUuids: [imageStore] };
      await emulator.make('POST', '/images', { params });
      emulator.advance(0);
    };
    expect(await rowChanges(emulator, addImage, { group, other })).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ imageStore: available_capacity -1073741824',
      'backup_storages ~ other: available_capacity -1073741824',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://#1/#1 status=Ready taken_bytes=1073741824 export_bytes=0 create_date=now last_op_date=now',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=other install_path=zstore://#1/#1 status=Ready taken_bytes=1073741824 export_bytes=0 create_date=now last_op_date=now',
      'images + uuid=#1 name=i state=Enabled status=Ready size=4294967296 actual_size=1073741824 md5_sum=#2 url=http://x/a.qcow2#size=4G&actualSize=1G media_type=RootVolumeTemplate guest_os_type=Linux type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1 content_id=url:http://x/a.qcow2 create_date=now last_op_date=now',
    ]);
    const remove = () => emulator.make('DELETE', path);
    expect(await rowChanges(emulator, remove, { group, other })).toEqual([
      'image_replication_group_refs - imageStore',
      'image_replication_group_refs - other',
      'image_replication_groups - group',
      'user_tags - #1',
    ]);
  });
});

describe('a long job', () => {
  test('is submitted, and goes', async () => {
    const emulator = await TestEmulator.start();
    const changes = { name: 'i', url: 'http://x/a.qcow2#size=4G&actualSize=1G' };
    let uuid = '';
    const begin = async () => {
      const more = { name: 'j', ...said };
      ({ uuid } = await submit(emulator, 'APIAddImageMsg', changes, more));
    };
    expect(await rowChanges(emulator, begin)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#2 resource_type=LongJobVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ imageStore: available_capacity -1073741824',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://#1/#1 status=Ready taken_bytes=1073741824 export_bytes=0 create_date=now last_op_date=now',
      'images + uuid=#1 name=i state=Enabled status=Ready size=4294967296 actual_size=1073741824 md5_sum=#3 url=http://x/a.qcow2#size=4G&actualSize=1G media_type=RootVolumeTemplate guest_os_type=Linux type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1 content_id=url:http://x/a.qcow2 create_date=now last_op_date=now',
      'long_jobs + uuid=#2 name=j description=d api_id=#4 job_name=APIAddImageMsg job_data={"virtio":true,"system":false,"backupStorageUuids":["imageStore"],"name":"i","url":"http://x/a.qcow2#size=4G&actualSize=1G","format":"qcow2","resourceUuid":"#1","session":{"accountUuid":"admin","userUuid":"admin","noSessionEvaluation":false},"timeout":-1,"messageDeadline":-1,"headers":{},"createdTime":0} job_result=(868 characters) state=Succeeded target_resource_uuid=#1 management_node_uuid=#5 inner_job_uuid=#6 execute_time=1 done_date=now create_date=now last_op_date=now',
      'user_tags + uuid=#7 resource_uuid=#2 resource_type=LongJobVO tag=mine create_date=now last_op_date=now',
    ]);
    const remove = () => emulator.make('DELETE', `/longjobs/${uuid}`);
    expect(await rowChanges(emulator, remove, { job: uuid })).toEqual([
      'account_resource_refs - job',
      'long_jobs - job',
      'user_tags - #1',
    ]);
  });

  test('is called off while it works, and nothing else is left', async () => {
    const emulator = await TestEmulator.start();
    await emulator.control('PUT', '/progression', { mode: 'timed' });
    const { uuid } = await submit(emulator, 'APIAddImageMsg');
    const work = () => emulator.make(...action(uuid, 'cancelLongJob'));
    expect(await rowChanges(emulator, work, { job: uuid })).toEqual([
      'account_resource_refs - #1',
      'backup_storages ~ imageStore: available_capacity +1845493760',
      'image_backup_storage_refs - #1/imageStore',
      'images - #1',
      'long_jobs ~ job: job_result null -> {"detail":"long job[uuid:job] has been canceled","message":"long job has been canceled"}, state Running -> Canceled, execute_time null -> 1, done_date null -> now, last_op_date',
    ]);
  });

  test('stands still when its upload does, and goes on', async () => {
    const emulator = await TestEmulator.start();
    const { uuid } = await submit(emulator, 'APIAddImageMsg', { url: 'upload://a' });
    put(emulator, 'update uploads set image_size = 4096, slice_size = 4096');
    const rest = () => emulator.advance(86_400_000);
    expect(await rowChanges(emulator, rest, { job: uuid })).toEqual([
      'long_jobs ~ job: job_result null -> {"detail":"some error interrupt long job[uuid:job], analysis the cause to fix it and resume long job if you want to continue.","message":"some error interrupt the job, fix error then resume the job or cancel the job if you dont want to continue."}, state Running -> Suspended, last_op_date +30000',
    ]);
    const resume = () => emulator.make(...action(uuid, 'resumeLongJob'));
    expect(await rowChanges(emulator, resume, { job: uuid })).toEqual([
      'long_jobs ~ job: job_result {"detail":"some error interrupt long job[uuid:job], analysis the cause to fix it and resume long job if you want to continue.","message":"some error interrupt the job, fix error then resume the job or cancel the job if you dont want to continue."} -> null, state Suspended -> Running, last_op_date',
      'uploads ~ #1/imageStore: last_op_date',
    ]);
  });
});
