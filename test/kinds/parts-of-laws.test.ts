import { brokenLaws } from '../../src/persistence/laws';
import { SEED, TestEmulator } from '../support/emulator';
import { openUpload } from '../support/upload';
import { GIB, takeSnapshot, writeTo } from '../support/volumes';

/*
 * A law of several parts must fire by each of them alone, and a law over all must fire by one row of many. Here one
 * row is damaged at a time, in a world in which there is something of everything.
 */

const { images, volumes, primaryStorages } = SEED;
const NOBODY = "'0123456789ab4def8123456789abcdef'";
const CAPACITY = ['capacity of primary storages', 'physical capacity of primary storages'] as const;

type Damage = readonly [law: string, sql: string];

const one = (table: string, change: string, where = 'true'): string =>
  `update ${table} set ${change} where rowid = (select max(rowid) from ${table} where ${where})`;
const disowned = (table: string): Damage => [
  'everything that belongs to accounts has an owner',
  `delete from account_resource_refs where resource_uuid = (select max(uuid) from ${table})`,
];

const DAMAGES: readonly Damage[] = [
  [
    'capacity of backup storages',
    one('image_backup_storage_refs', 'taken_bytes = taken_bytes + 1'),
  ],
  [
    'capacity of backup storages',
    one('image_backup_storage_refs', 'export_bytes = export_bytes + 1'),
  ],
  [
    'capacity of backup storages',
    `insert into backup_storage_reservations (job_uuid, backup_storage_uuid, bytes)
      select ${NOBODY}, uuid, 1 from backup_storages limit 1`,
  ],
  [CAPACITY[0], one('volumes', 'size = size + 1', 'primary_storage_uuid is not null')],
  [CAPACITY[1], one('volumes', 'layer_size = layer_size + 1', 'primary_storage_uuid is not null')],
  ...CAPACITY.flatMap((law): Damage[] => [
    [law, one('volume_snapshots', 'size = size + 1')],
    [law, one('image_caches', 'size = size + 1')],
    [law, one('trash', 'size = size + 1')],
  ]),
  [
    'a Ready image is Ready somewhere',
    `update image_backup_storage_refs set status = 'Deleted' where image_uuid = '${images.linux}'`,
  ],
  [
    'a Deleted image is Deleted everywhere',
    one('image_backup_storage_refs', "status = 'Ready'", `image_uuid = '${images.deleted}'`),
  ],
  [
    'an image that nothing makes is on a storage',
    `delete from image_backup_storage_refs where image_uuid = '${images.linux}'`,
  ],
  ['a Ready image has its content', one('images', 'content_id = null', "status = 'Ready'")],
  ...[
    'images',
    'volumes',
    'volume_snapshots',
    'volume_snapshot_trees',
    'vm_instances',
    'long_jobs',
    'tag_patterns',
  ].map(disowned),
  ['a tag is on something that is there', one('system_tags', `resource_uuid = ${NOBODY}`)],
  ['a tag is on something that is there', one('user_tags', `resource_uuid = ${NOBODY}`)],
  [
    'snapshots of a tree have one end and parents in it',
    one('volume_snapshots', 'latest = 1', 'latest = 0'),
  ],
  [
    'snapshots of a tree have one end and parents in it',
    one('volume_snapshots', `parent_uuid = ${NOBODY}`, 'parent_uuid is not null'),
  ],
  [
    'snapshots of a tree have one end and parents in it',
    // A parent that is there, in another tree.
    one(
      'volume_snapshots',
      'parent_uuid = (select uuid from volume_snapshots other where other.tree_uuid <> volume_snapshots.tree_uuid)',
      'parent_uuid is not null',
    ),
  ],
  [
    'a volume follows one tree, and one that is made',
    `insert into volume_snapshot_trees (uuid, volume_uuid, current, status, create_date, last_op_date)
      select ${NOBODY}, volume_uuid, 1, 'Completed', create_date, last_op_date
      from volume_snapshot_trees where current = 1 limit 1`,
  ],
  [
    'a volume follows one tree, and one that is made',
    one('volume_snapshot_trees', "status = 'Creating'", 'current = 1'),
  ],
  ...[
    "format = 'raw'",
    "install_path = '/x'",
    `primary_storage_uuid = '${primaryStorages.nfs}'`,
  ].map((change): Damage => [
    'a volume that lies nowhere has no format and no path',
    one('volumes', change, "status = 'NotInstantiated'"),
  ]),
  [
    'a VM has a root volume',
    one('volumes', "type = 'Data'", "type = 'Root' and vm_instance_uuid is not null"),
  ],
  ['a VM has a root volume', one('vm_instances', "creation = '{}', state = 'Created'")],
  ['only a VM that is Created waits for its first start', one('vm_instances', "creation = '{}'")],
  [
    'a VM is in a cluster, and on a host, that is there',
    one('vm_instances', `cluster_uuid = ${NOBODY}`),
  ],
  [
    'a VM is in a cluster, and on a host, that is there',
    one('vm_instances', `host_uuid = ${NOBODY}`),
  ],
  [
    'Ceph storages, and they alone, have pools',
    one('primary_storages', 'root_volume_pool = null', "type = 'Ceph'"),
  ],
  [
    'Ceph storages, and they alone, have pools',
    one('primary_storages', "root_volume_pool = 'p'", "type = 'NFS'"),
  ],
  [
    'Ceph storages, and they alone, have pools',
    one('ceph_primary_storage_pools', `primary_storage_uuid = '${SEED.primaryStorages.nfs}'`),
  ],
  ['a host is in the zone of its cluster', one('hosts', `zone_uuid = ${NOBODY}`)],
  [
    'a Ready backup lies somewhere, with as many bytes as it has',
    'delete from volume_backup_storage_refs',
  ],
  [
    'a Ready backup lies somewhere, with as many bytes as it has',
    one('volume_backups', "status = 'Creating'"),
  ],
  [
    'a Ready backup lies somewhere, with as many bytes as it has',
    one('volume_backup_storage_refs', 'taken_bytes = taken_bytes + 1'),
  ],
  [
    'capacity of backup storages',
    one('volume_backup_storage_refs', 'taken_bytes = taken_bytes + 1'),
  ],
  disowned('volume_backups'),
  [
    'an image that takes no room lies where another one or trash takes it',
    one(
      'image_backup_storage_refs',
      "install_path = 'elsewhere'",
      "taken_bytes = 0 and status = 'Ready'",
    ),
  ],
  ['a Ready group of images has some, and no more than it counts', 'delete from image_group_refs'],
  [
    'a Ready group of images has some, and no more than it counts',
    one('image_groups', "status = 'Creating'"),
  ],
  [
    'a Ready group of images has some, and no more than it counts',
    one('image_groups', 'image_count = 1'),
  ],
  disowned('image_groups'),
  [
    'an Exported package has its file, with as many bytes as its disks hold',
    one('image_packages', 'md5_sum = null'),
  ],
  [
    'an Exported package has its file, with as many bytes as its disks hold',
    one('image_packages', "state = 'Exporting'"),
  ],
  [
    'an Exported package has its file, with as many bytes as its disks hold',
    one('image_package_disks', 'sha256 = null'),
  ],
  ['capacity of backup storages', one('image_packages', 'size = size + 1')],
  disowned('image_packages'),
  [
    'a snapshot is in the group whose ref it has',
    one('volume_snapshots', 'group_uuid = null', 'group_uuid is not null'),
  ],
  [
    'a snapshot is in the group whose ref it has',
    one('volume_snapshots', `group_uuid = ${NOBODY}`, 'group_uuid is null'),
  ],
  [
    'a snapshot is in the group whose ref it has',
    one('volume_snapshot_group_refs', `volume_snapshot_uuid = ${NOBODY}`),
  ],
  [
    'a group of snapshots has its root’s and no more than it counts',
    one('volume_snapshot_groups', 'snapshot_count = snapshot_count - 1'),
  ],
  [
    'a group of snapshots has its root’s and no more than it counts',
    one('volume_snapshot_group_refs', 'snapshot_deleted = 1', "volume_type = 'Root'"),
  ],
  disowned('volume_snapshot_groups'),
  [
    'an upload belongs to an image on that storage',
    `update uploads set backup_storage_uuid = '${SEED.backupStorages.sftp}'`,
  ],
  ['a job that runs has work to do', 'delete from tasks where job_uuid is not null'],
  [
    'every reference leads somewhere',
    one('volumes', `vm_instance_uuid = ${NOBODY}`, 'vm_instance_uuid is not null'),
  ],
];

test('one row that is wrong breaks its law, by whichever part of it', async () => {
  const emulator = await TestEmulator.start();
  await takeSnapshot(emulator, 'one');
  await writeTo(emulator, 2 ** 20);
  await takeSnapshot(emulator, 'two');
  await takeSnapshot(emulator, 'elsewhere', volumes.stoppedWindows);
  await writeTo(emulator, 2 ** 20);
  await emulator.make('POST', `/volumes/${volumes.runningLinux}/volume-backups`, {
    params: { name: 'b', backupStorageUuid: SEED.backupStorages.imageStore },
  });
  await emulator.make('POST', '/ovf/ova-packages', {
    params: { vmUuid: SEED.vms.stoppedWindows, backupStorageUuid: SEED.backupStorages.imageStore },
  });
  await emulator.make('POST', '/volume-snapshots/group', {
    params: { rootVolumeUuid: volumes.runningLinux, name: 'g' },
  });
  await emulator.make('POST', '/images/groups/from/vm-instance', {
    params: { vmInstanceUuid: SEED.vms.runningLinux, name: 'g' },
  });
  await emulator.make('POST', `/image/clone/${images.linux}`, { params: {} });
  const snapshot = await emulator.find('/volume-snapshots?q=name=one');
  const revert = { revertVolumeFromSnapshot: {} };
  await emulator.make('PUT', `/volume-snapshots/${snapshot.uuid}/actions`, revert);
  await emulator.make('POST', '/vm-instances', {
    params: {
      name: 'v',
      cpuNum: 1,
      memorySize: GIB,
      imageUuid: images.windows,
      zoneUuid: SEED.zone,
    },
  });
  await openUpload(emulator, [SEED.backupStorages.imageStore]);
  await emulator.make('POST', '/tags', {
    params: { name: 'p', value: 'p', type: 'simple', color: '#aabbcc' },
  });
  const tag = { resourceType: 'ImageVO', resourceUuid: images.linux, tag: 'mine' };
  await emulator.make('POST', '/user-tags', { params: tag });
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  await emulator.make('POST', '/longjobs', {
    params: {
      jobName: 'APICreateDataVolumeTemplateFromVolumeMsg',
      jobData: JSON.stringify({
        name: 'under way',
        volumeUuid: volumes.data,
        backupStorageUuids: [SEED.backupStorages.imageStore],
      }),
    },
  });
  await emulator.control('GET', '/tasks');
  const { database } = emulator.environment;
  expect(brokenLaws(database)).toEqual({});
  database.pragma('foreign_keys = off');
  database.pragma('ignore_check_constraints = on');
  const silent: Damage[] = [];
  for (const [law, sql] of DAMAGES) {
    database.exec('begin');
    const { changes } = database.prepare(sql).run();
    if (changes === 0 || !(law in brokenLaws(database))) silent.push([law, sql]);
    database.exec('rollback');
  }
  expect(silent).toEqual([]);
  expect(brokenLaws(database)).toEqual({});
});
