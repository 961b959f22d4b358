import { SEED, TestEmulator, type Json } from '../../support/emulator';
import { rowChanges } from '../../support/row-changes';
import { put, takeSnapshot } from '../../support/volumes';

const { volumes, images, backupStorages, vms } = SEED;
const { imageStore, sftp, ceph } = backupStorages;

const add = (emulator: TestEmulator, params: object): Promise<Json> =>
  emulator.make('POST', '/images', { params: { name: 'i', ...params } });
const act = (emulator: TestEmulator, uuid: string, action: object): Promise<Json> =>
  emulator.make('PUT', `/images/${uuid}/actions`, action);
const said = { description: 'd', userTags: ['mine'] };

describe('an image is added', () => {
  test.each([
    [
      'to two storages',
      {
        ...said,
        url: 'http://x/a.qcow2#size=4G&actualSize=1G',
        format: 'qcow2',
        platform: 'Windows',
        guestOsType: 'w',
        architecture: 'aarch64',
        virtio: true,
        backupStorageUuids: [imageStore, sftp],
        systemTags: ['qemuga'],
      },
      [
        'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
        'backup_storages ~ imageStore: available_capacity -1073741824',
        'backup_storages ~ sftp: available_capacity -1073741824',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=sftp install_path=/zstack_sftp/rootVolumeTemplates/acct-admin/#1/a.template status=Ready taken_bytes=1073741824 export_bytes=0 create_date=now last_op_date=now',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://#1/#1 status=Ready taken_bytes=1073741824 export_bytes=0 create_date=now last_op_date=now',
        'images + uuid=#1 name=i description=d state=Enabled status=Ready size=4294967296 actual_size=1073741824 md5_sum=#2 url=http://x/a.qcow2#size=4G&actualSize=1G media_type=RootVolumeTemplate guest_os_type=w type=zstack platform=Windows architecture=aarch64 format=qcow2 system=0 virtio=1 content_id=url:http://x/a.qcow2 create_date=now last_op_date=now',
        'system_tags + uuid=#3 resource_uuid=#1 resource_type=ImageVO tag=bootMode::UEFI create_date=now last_op_date=now inherent=0',
        'system_tags + uuid=#4 resource_uuid=#1 resource_type=ImageVO tag=qemuga create_date=now last_op_date=now inherent=0',
        'user_tags + uuid=#5 resource_uuid=#1 resource_type=ImageVO tag=mine create_date=now last_op_date=now',
      ],
    ],
    [
      'to Ceph, which holds raw disks',
      {
        url: 'ftp://u:secret@x/a.vmdk#size=4G&actualSize=1G',
        format: 'vmdk',
        system: true,
        backupStorageUuids: [ceph],
      },
      [
        'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
        'backup_storages ~ ceph: available_capacity -1073741824',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=ceph install_path=ceph://bak-t-ceph/#1 status=Ready taken_bytes=1073741824 export_bytes=0 create_date=now last_op_date=now',
        'images + uuid=#1 name=i state=Enabled status=Ready size=4294967296 actual_size=1073741824 md5_sum=#2 url=ftp://u@x/a.vmdk#size=4G&actualSize=1G media_type=RootVolumeTemplate guest_os_type=Linux type=zstack platform=Linux architecture=x86_64 format=raw system=1 virtio=1 content_id=url:ftp://u@x/a.vmdk create_date=now last_op_date=now',
      ],
    ],
    [
      'as an ISO',
      { url: '/x/a.iso', format: 'raw', mediaType: 'ISO', backupStorageUuids: [sftp] },
      [
        'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
        'backup_storages ~ sftp: available_capacity -3774873600',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=sftp install_path=/zstack_sftp/dataVolumeTemplates/acct-admin/#1/a.iso status=Ready taken_bytes=3774873600 export_bytes=0 create_date=now last_op_date=now',
        'images + uuid=#1 name=i state=Enabled status=Ready size=3774873600 actual_size=3774873600 md5_sum=#2 url=file:///x/a.iso media_type=ISO guest_os_type=Linux type=zstack platform=Linux architecture=x86_64 format=iso system=0 virtio=1 content_id=url:file:///x/a.iso create_date=now last_op_date=now',
      ],
    ],
    [
      'as data',
      {
        url: 'http://x/a.raw',
        format: 'raw',
        mediaType: 'DataVolumeTemplate',
        backupStorageUuids: [imageStore],
      },
      [
        'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
        'backup_storages ~ imageStore: available_capacity -1367343104',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://#1/#1 status=Ready taken_bytes=1367343104 export_bytes=0 create_date=now last_op_date=now',
        'images + uuid=#1 name=i state=Enabled status=Ready size=34359738368 actual_size=1367343104 md5_sum=#2 url=http://x/a.raw media_type=DataVolumeTemplate type=zstack format=raw system=0 virtio=1 content_id=url:http://x/a.raw create_date=now last_op_date=now',
      ],
    ],
    [
      'to be uploaded',
      { url: 'upload://a', format: 'qcow2', backupStorageUuids: [imageStore] },
      [
        'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=http://emulator/emulator/v1/backup-storage/imageStore/image-uploads/#2 status=Downloading taken_bytes=0 export_bytes=0 create_date=now last_op_date=now',
        'images + uuid=#1 name=i state=Enabled status=Downloading size=0 actual_size=0 url=upload://a media_type=RootVolumeTemplate guest_os_type=Linux type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1 create_date=now last_op_date=now',
        'uploads + image_uuid=#1 backup_storage_uuid=imageStore key=#1 job_uuid=#3 received= upload_url=http://emulator/emulator/v1/backup-storage/imageStore/image-uploads/#2 create_date=now last_op_date=now',
      ],
    ],
  ])('%s', async (_how, params, lines) => {
    const emulator = await TestEmulator.start();
    expect(await rowChanges(emulator, () => add(emulator, params))).toEqual(lines);
  });
});

describe('an image is made', () => {
  const made = (emulator: TestEmulator, kind: string, from: string, more: object) => () =>
    emulator.make('POST', `/images/${kind}-volume-templates/from/${from}`, {
      params: { name: 'i', ...said, ...more },
    });

  test('of a root volume', async () => {
    const emulator = await TestEmulator.start();
    const from = `volumes/${volumes.stoppedWindows}`;
    const work = made(emulator, 'root', from, { backupStorageUuids: [imageStore, sftp] });
    expect(await rowChanges(emulator, work)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ imageStore: available_capacity -18253611008',
      'backup_storages ~ sftp: available_capacity -18253611008',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=sftp install_path=/zstack_sftp/rootVolumeTemplates/acct-admin/#1/#1.template status=Ready taken_bytes=18253611008 export_bytes=0 create_date=now last_op_date=now',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://#1/#1 status=Ready taken_bytes=18253611008 export_bytes=0 create_date=now last_op_date=now',
      'images + uuid=#1 name=i description=d state=Enabled status=Ready size=85899345920 actual_size=18253611008 md5_sum=#2 url=volume://stoppedWindows media_type=RootVolumeTemplate guest_os_type=Windows Server 2019 type=zstack platform=Windows architecture=x86_64 format=qcow2 system=0 virtio=0 content_id=ROOT-for-win-1 create_date=now last_op_date=now',
      'system_tags + uuid=#3 resource_uuid=#1 resource_type=ImageVO tag=bootMode::UEFI create_date=now last_op_date=now inherent=0',
      'system_tags + uuid=#4 resource_uuid=#1 resource_type=ImageVO tag=GuestTools::2.4.0 create_date=now last_op_date=now inherent=0',
      'user_tags + uuid=#5 resource_uuid=#1 resource_type=ImageVO tag=mine create_date=now last_op_date=now',
    ]);
  });

  test('of a root volume on Ceph', async () => {
    const emulator = await TestEmulator.start();
    const from = `volumes/${volumes.runningArmOnCeph}`;
    const work = made(emulator, 'root', from, { backupStorageUuids: [ceph] });
    expect(await rowChanges(emulator, work)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#2 resource_type=VolumeSnapshotTreeVO account_uuid=admin create_date=now last_op_date=now',
      'account_resource_refs + resource_uuid=#3 resource_type=VolumeSnapshotVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ ceph: available_capacity -5368709120',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=ceph install_path=ceph://bak-t-ceph/#1 status=Ready taken_bytes=5368709120 export_bytes=0 create_date=now last_op_date=now',
      'images + uuid=#1 name=i description=d state=Enabled status=Ready size=21474836480 actual_size=5368709120 md5_sum=#4 url=volume://runningArmOnCeph media_type=RootVolumeTemplate guest_os_type=openEuler 22.03 type=zstack platform=Linux architecture=aarch64 format=raw system=0 virtio=1 content_id=ROOT-for-arm-1 create_date=now last_op_date=now',
      'primary_storages ~ ceph: available_capacity -5368709120',
      'system_tags + uuid=#5 resource_uuid=#1 resource_type=ImageVO tag=bootMode::UEFI create_date=now last_op_date=now inherent=0',
      'user_tags + uuid=#6 resource_uuid=#1 resource_type=ImageVO tag=mine create_date=now last_op_date=now',
      'volume_snapshot_trees + uuid=#2 volume_uuid=runningArmOnCeph current=1 create_date=now last_op_date=now status=Completed',
      'volume_snapshots + uuid=#3 name=Snapshot-runningArmOnCeph description=Take snapshot for runningArmOnCeph type=Storage volume_uuid=runningArmOnCeph tree_uuid=#2 primary_storage_uuid=ceph primary_storage_install_path=ceph://pool-vms/runningArmOnCeph@#3 volume_type=Root format=raw latest=1 size=5368709120 distance=1 state=Enabled status=Ready content_id=ROOT-for-arm-1 virtual_size=21474836480 actual_size=5368709120 create_date=now last_op_date=now',
      'volumes ~ runningArmOnCeph: layer_size -5368709120',
    ]);
  });

  test('of a data volume', async () => {
    const emulator = await TestEmulator.start();
    const from = `volumes/${volumes.data}`;
    const work = made(emulator, 'data', from, { backupStorageUuids: [imageStore, sftp] });
    expect(await rowChanges(emulator, work)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ imageStore: available_capacity -12884901888',
      'backup_storages ~ sftp: available_capacity -12884901888',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=sftp install_path=/zstack_sftp/dataVolumeTemplates/acct-admin/#1/#1.volume status=Ready taken_bytes=12884901888 export_bytes=0 create_date=now last_op_date=now',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://#1/#1 status=Ready taken_bytes=12884901888 export_bytes=0 create_date=now last_op_date=now',
      'images + uuid=#1 name=i description=d state=Enabled status=Ready size=107374182400 actual_size=12884901888 md5_sum=#2 url=volume://data media_type=DataVolumeTemplate type=zstack format=qcow2 system=0 virtio=0 content_id=web-1-data create_date=now last_op_date=now',
      'user_tags + uuid=#3 resource_uuid=#1 resource_type=ImageVO tag=mine create_date=now last_op_date=now',
    ]);
  });

  test.each([
    [
      'root',
      [
        'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
        'backup_storages ~ imageStore: available_capacity -18253611008',
        'backup_storages ~ sftp: available_capacity -18253611008',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=sftp install_path=/zstack_sftp/rootVolumeTemplates/acct-admin/#1/#1.template status=Ready taken_bytes=18253611008 export_bytes=0 create_date=now last_op_date=now',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://#1/#1 status=Ready taken_bytes=18253611008 export_bytes=0 create_date=now last_op_date=now',
        'images + uuid=#1 name=i description=d state=Enabled status=Ready size=85899345920 actual_size=18253611008 md5_sum=#2 url=volumeSnapshot://snapshot media_type=RootVolumeTemplate guest_os_type=Windows Server 2019 type=zstack platform=Windows architecture=x86_64 format=qcow2 system=0 virtio=1 content_id=ROOT-for-win-1 create_date=now last_op_date=now',
        'system_tags + uuid=#3 resource_uuid=#1 resource_type=ImageVO tag=bootMode::UEFI create_date=now last_op_date=now inherent=0',
        'system_tags + uuid=#4 resource_uuid=#1 resource_type=ImageVO tag=GuestTools::2.4.0 create_date=now last_op_date=now inherent=0',
        'user_tags + uuid=#5 resource_uuid=#1 resource_type=ImageVO tag=mine create_date=now last_op_date=now',
      ],
    ],
    [
      'data',
      [
        'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
        'backup_storages ~ imageStore: available_capacity -18253611008',
        'backup_storages ~ sftp: available_capacity -18253611008',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=sftp install_path=/zstack_sftp/dataVolumeTemplates/acct-admin/#1/#1.volume status=Ready taken_bytes=18253611008 export_bytes=0 create_date=now last_op_date=now',
        'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://#1/#1 status=Ready taken_bytes=18253611008 export_bytes=0 create_date=now last_op_date=now',
        'images + uuid=#1 name=i description=d state=Enabled status=Ready size=85899345920 actual_size=18253611008 md5_sum=#2 url=volumeSnapshot://snapshot media_type=DataVolumeTemplate type=zstack format=qcow2 system=0 virtio=0 content_id=ROOT-for-win-1 create_date=now last_op_date=now',
        'system_tags + uuid=#3 resource_uuid=#1 resource_type=ImageVO tag=bootMode::UEFI create_date=now last_op_date=now inherent=0',
        'system_tags + uuid=#4 resource_uuid=#1 resource_type=ImageVO tag=GuestTools::2.4.0 create_date=now last_op_date=now inherent=0',
        'user_tags + uuid=#5 resource_uuid=#1 resource_type=ImageVO tag=mine create_date=now last_op_date=now',
      ],
    ],
  ])('of a snapshot, %s', async (kind, lines) => {
    const emulator = await TestEmulator.start();
    const { uuid } = await takeSnapshot(emulator, 's', volumes.stoppedWindows);
    const more = { backupStorageUuids: [imageStore, sftp] };
    const work = made(emulator, kind, `volume-snapshots/${uuid}`, more);
    expect(await rowChanges(emulator, work, { snapshot: uuid })).toEqual(lines);
  });

  test('as a clone', async () => {
    const emulator = await TestEmulator.start();
    const body = { params: { userTags: ['mine'] } };
    const work = () => emulator.make('POST', `/image/clone/${images.linux}`, body);
    expect(await rowChanges(emulator, work)).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=sftp install_path=/zstack_sftp/rootVolumeTemplates/acct-admin/linux/linux.template status=Ready taken_bytes=0 export_bytes=0 create_date=now last_op_date=now',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=imageStore install_path=zstore://linux/linux status=Ready taken_bytes=0 export_bytes=0 create_date=now last_op_date=now',
      'images + uuid=#1 name=Clone-from-centos-7.9 state=Enabled status=Ready size=42949672960 actual_size=1073741824 md5_sum=#2 url=http://192.168.1.20/share/images/centos-7.9.qcow2 media_type=RootVolumeTemplate guest_os_type=CentOS 7 type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1 content_id=centos-7.9 create_date=1510698057000 last_op_date=1510698057000',
      'user_tags + uuid=#3 resource_uuid=#1 resource_type=ImageVO tag=mine create_date=now last_op_date=now',
    ]);
  });

  const second = async (emulator: TestEmulator): Promise<string> => {
    const params = { name: 'second', hostname: 'x', username: 'u', password: 'x', url: '/second' };
    return (await emulator.make('POST', '/backup-storage/image-store', { params })).uuid;
  };

  test('as a copy on another store', async () => {
    const emulator = await TestEmulator.start();
    const there = await second(emulator);
    const params = { srcBackupStorageUuid: imageStore, dstBackupStorageUuid: there, name: 'far' };
    const action = { syncImageFromImageStoreBackupStorage: { ...params, ...said } };
    const work = () => act(emulator, images.linux, action);
    expect(await rowChanges(emulator, work, { there })).toEqual([
      'account_resource_refs + resource_uuid=#1 resource_type=ImageVO account_uuid=admin create_date=now last_op_date=now',
      'backup_storages ~ there: available_capacity -1073741824',
      'image_backup_storage_refs + image_uuid=#1 backup_storage_uuid=there install_path=zstore://#1/#1 status=Ready taken_bytes=1073741824 export_bytes=0 create_date=now last_op_date=now',
      'images + uuid=#1 name=far description=d state=Enabled status=Ready size=42949672960 actual_size=1073741824 md5_sum=#2 url=zstore://linux/linux media_type=RootVolumeTemplate guest_os_type=CentOS 7 type=zstack platform=Linux architecture=x86_64 format=qcow2 system=0 virtio=1 content_id=centos-7.9 create_date=now last_op_date=now',
      'user_tags + uuid=#3 resource_uuid=#1 resource_type=ImageVO tag=mine create_date=now last_op_date=now',
    ]);
  });
});

describe('an image changes', () => {
  const storage = (uuid: string, action: object) =>
    ['PUT', `/backup-storage/${uuid}/actions`, action] as const;
  const exporting = storage(imageStore, {
    exportImageFromBackupStorage: { imageUuid: images.linux, exportFormat: 'raw' },
  });

  test('when it is exported, and when that ends', async () => {
    const emulator = await TestEmulator.start();
    const begin = () => emulator.call(...exporting);
    expect(await rowChanges(emulator, begin)).toEqual([
      'backup_storages ~ imageStore: available_capacity -1073741824',
      'image_backup_storage_refs ~ linux/imageStore: export_url null -> http://emulator/emulator/v1/backup-storage/imageStore/exports/linux/image-#1.raw, export_md5_sum null -> #2, export_bytes +1073741824, export_format null -> raw, last_op_date',
    ]);
    const path = `/backup-storage/${imageStore}/exported-images/${images.linux}`;
    expect(await rowChanges(emulator, () => emulator.call('DELETE', path))).toEqual([
      'backup_storages ~ imageStore: available_capacity +1073741824',
      'image_backup_storage_refs ~ linux/imageStore: export_url http://emulator/emulator/v1/backup-storage/imageStore/exports/linux/image-#1.raw -> null, export_bytes -1073741824, export_format raw -> null, last_op_date',
    ]);
  });

  test('when it moves', async () => {
    const emulator = await TestEmulator.start();
    const { uuid: there } = await emulator.make('POST', '/backup-storage/ceph', {
      params: { name: 'second', monUrls: ['root:x@10.9.0.1'] },
    });
    const url = 'http://x/a.qcow2#size=4G&actualSize=1G';
    const image = await add(emulator, { url, format: 'qcow2', backupStorageUuids: [ceph] });
    const work = () =>
      emulator.make('PUT', `/backup-storage/images/${image.uuid}/actions`, {
        backupStorageMigrateImage: { srcBackupStorageUuid: ceph, dstBackupStorageUuid: there },
      });
    expect(await rowChanges(emulator, work, { there, image: image.uuid })).toEqual([
      'backup_storages ~ there: available_capacity -1073741824',
      'image_backup_storage_refs - image/ceph',
      'image_backup_storage_refs + image_uuid=image backup_storage_uuid=there install_path=ceph://bak-t-there/image status=Ready taken_bytes=1073741824 export_bytes=0 create_date=now last_op_date=now',
      'images ~ image: last_op_date',
      'trash + trash_id=1 resource_uuid=image resource_type=ImageVO storage_uuid=ceph storage_type=BackupStorage install_path=ceph://bak-t-ceph/image is_folder=0 size=1073741824 trash_type=MigrateImage create_date=now',
    ]);
  });

  test('when it is deleted, comes back, and goes for good', async () => {
    const emulator = await TestEmulator.start();
    const remove = () => emulator.make('DELETE', `/images/${images.linux}`);
    expect(await rowChanges(emulator, remove)).toEqual([
      'image_backup_storage_refs ~ linux/imageStore: status Ready -> Deleted, last_op_date',
      'image_backup_storage_refs ~ linux/sftp: status Ready -> Deleted, last_op_date',
      'images ~ linux: status Ready -> Deleted, last_op_date',
    ]);
    const recover = () => act(emulator, images.linux, { recoverImage: {} });
    expect(await rowChanges(emulator, recover)).toEqual([
      'image_backup_storage_refs ~ linux/imageStore: status Deleted -> Ready, last_op_date',
      'image_backup_storage_refs ~ linux/sftp: status Deleted -> Ready, last_op_date',
      'images ~ linux: status Deleted -> Ready, last_op_date',
    ]);
    await remove();
    const expunge = () => act(emulator, images.linux, { expungeImage: {} });
    expect(await rowChanges(emulator, expunge)).toEqual([
      'account_resource_refs - linux',
      'backup_storages ~ imageStore: available_capacity +1073741824',
      'backup_storages ~ sftp: available_capacity +1073741824',
      'image_backup_storage_refs - linux/imageStore',
      'image_backup_storage_refs - linux/sftp',
      'images - linux',
    ]);
  });

  test('when it goes from a storage that is lost, which keeps garbage', async () => {
    const emulator = await TestEmulator.start();
    await emulator.make('DELETE', `/images/${images.iso}`);
    await emulator.configure('image/deletion.gcInterval', '77');
    const { backupStorageRefs } = await emulator.find(`/images/${images.iso}`);
    const [{ backupStorageUuid }] = backupStorageRefs;
    put(
      emulator,
      `update backup_storages set status = 'Disconnected' where uuid = '${backupStorageUuid}'`,
    );
    const expunge = () => act(emulator, images.iso, { expungeImage: {} });
    expect(await rowChanges(emulator, expunge)).toEqual([
      'account_resource_refs - iso',
      'backup_storages ~ sftp: available_capacity +1469054976',
      'garbage_jobs + uuid=#1 name=gc-delete-bits-iso-on-backup-storage-sftp status=Idle image_uuid=iso backup_storage_uuid=sftp install_path=/zstack_sftp/dataVolumeTemplates/acct-admin/iso/iso.iso create_date=now last_op_date=now interval=77',
      'image_backup_storage_refs - iso/sftp',
      'images - iso',
    ]);
  });

  test('when it goes at once, and its CD-ROMs lose it', async () => {
    const emulator = await TestEmulator.start();
    await emulator.configure('image/deletionPolicy', 'Direct');
    await emulator.make('POST', `/vm-instances/${vms.stoppedWindows}/iso/${images.iso}`, {
      params: {},
    });
    const remove = () => emulator.make('DELETE', `/images/${images.iso}`);
    expect(await rowChanges(emulator, remove)).toEqual([
      'account_resource_refs - iso',
      'backup_storages ~ sftp: available_capacity +1469054976',
      'image_backup_storage_refs - iso/sftp',
      'images - iso',
      'vm_cd_roms ~ #1: iso_uuid iso -> null, iso_install_path iso://iso -> null, last_op_date',
    ]);
  });

  test.each([
    ['its size is looked at', { syncImageSize: {} }, ['images ~ linux: last_op_date']],
    [
      'it is said to have an agent',
      { setImageQga: { enable: true } },
      [
        'system_tags + uuid=#1 resource_uuid=linux resource_type=ImageVO tag=qemuga create_date=now last_op_date=now inherent=0',
      ],
    ],
    [
      'it is said to start by UEFI',
      { setImageBootMode: { bootMode: 'UEFI' } },
      [
        'system_tags + uuid=#1 resource_uuid=linux resource_type=ImageVO tag=bootMode::UEFI create_date=now last_op_date=now inherent=0',
      ],
    ],
    [
      'it has another architecture',
      { updateImage: { architecture: 'aarch64' } },
      [
        'images ~ linux: architecture x86_64 -> aarch64, last_op_date',
        'system_tags + uuid=#1 resource_uuid=linux resource_type=ImageVO tag=bootMode::UEFI create_date=now last_op_date=now inherent=0',
      ],
    ],
    [
      'it is for the system',
      { updateImage: { architecture: 'x86_64', system: true, name: 'n', description: 'e' } },
      [
        'images ~ linux: name centos-7.9 -> n, description null -> e, system 0 -> 1, last_op_date',
        'system_tags + uuid=#1 resource_uuid=linux resource_type=ImageVO tag=bootMode::Legacy create_date=now last_op_date=now inherent=0',
      ],
    ],
    [
      'it has a security level',
      { setImageSecurityLevel: { securityLevel: 'secret' } },
      [
        'system_tags + uuid=#1 resource_uuid=linux resource_type=ImageVO tag=securityLevel::secret create_date=now last_op_date=now inherent=0',
      ],
    ],
    [
      'it is summed',
      { calculateImageHash: { backupStorageUuid: imageStore, algorithm: 'SHA1' } },
      ['images ~ linux: md5_sum #1 -> #2, last_op_date'],
    ],
  ])('when %s', async (_when, action, lines) => {
    const emulator = await TestEmulator.start();
    expect(await rowChanges(emulator, () => act(emulator, images.linux, action))).toEqual(lines);
  });
});
