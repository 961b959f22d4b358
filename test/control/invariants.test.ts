import type { LawVerdict } from '../../src/domain/laws';
import { ADMIN_ACCOUNT, ALICE } from '../support/accounts';
import { TestEmulator } from '../support/emulator';
import { openUpload, upload } from '../support/upload';

const IMAGE = "(select uuid from images where status = 'Ready' order by uuid limit 1)";
const OF_FILES = 'real bytes lie in files of their length';
const NOBODY = "'0123456789ab4def8123456789abcdef'";

/** Something that breaks a law, with what else it breaks. */
const DAMAGES: readonly (readonly [law: string, sql: string])[] = [
  ['capacity of backup storages', 'update backup_storages set available_capacity = 1'],
  [
    'capacity of primary storages',
    'update primary_storages set available_capacity = available_capacity - 1',
  ],
  [
    'physical capacity of primary storages',
    'update primary_storages set available_physical_capacity = available_physical_capacity - 1',
  ],
  [
    'a Ready image is Ready somewhere',
    "update image_backup_storage_refs set status = 'Deleted'; update image_backup_storage_refs set status = 'Creating' where rowid = 1",
  ],
  ['a Deleted image is Deleted everywhere', "update images set status = 'Deleted'"],
  ['an image that nothing makes is on a storage', 'delete from image_backup_storage_refs'],
  ['a Ready image has its content', 'update images set content_id = null'],
  [
    'an owner owns something that is there',
    `update account_resource_refs set resource_uuid = ${NOBODY} where resource_uuid = ${IMAGE}`,
  ],
  ['an address is of its range and of its network', "update used_ips set ip_key = 'x' || rowid"],
  [
    'an address that is taken is a NIC’s or a VIP’s, or reserved',
    "update used_ips set used_for = 'Reserved' where vm_nic_uuid is not null",
  ],
  [
    'the groups of a NIC stand one behind the other',
    'update vm_nic_security_groups set priority = 7',
  ],
  ['a VIP has the address that is noted for it', "update vips set ip = '1.2.3.4'"],
  ['an EIP is of its VIP and for its NIC', "update eips set guest_ip = '1.2.3.4'"],
  ['a NIC has the address that is noted for it', "update vm_nics set ip = '1.2.3.4'"],
  ['no two NICs that are on have one MAC', "update vm_nics set mac = 'fa:00:00:00:00:00'"],
  [
    'ranges of one layer 2 have no address in common',
    "update ip_ranges set start_key = '400000000', end_key = '400000009'",
  ],
  ['a network is where its layer 2 is', `update l3_networks set zone_uuid = ${NOBODY}`],
  ['everything that belongs to accounts has an owner', 'delete from account_resource_refs'],
  [
    'a long job that runs has work',
    `update long_jobs set state = 'Running', inner_job_uuid = ${NOBODY}`,
  ],
  [
    'what is shared was shared by its owner or by admin',
    `update shared_resources set owner_account_uuid = ${NOBODY}`,
  ],
  [
    'a tag is on something that is there',
    `update system_tags set resource_uuid = ${NOBODY} where rowid = (select min(rowid) from system_tags)`,
  ],
  [
    'a tag has the text of its simple pattern',
    "update user_tags set tag = 'x' where tag_pattern_uuid is not null",
  ],
  ['snapshots of a tree have one end and parents in it', 'update volume_snapshots set latest = 1'],
  [
    'a volume follows one tree, and one that is made',
    "update volume_snapshot_trees set current = 1, status = 'Creating'",
  ],
  [
    'a volume that lies nowhere has no format and no path',
    "update volumes set format = 'raw' where status = 'NotInstantiated'",
  ],
  [
    'a Ready backup lies somewhere, with as many bytes as it has',
    'update volume_backups set size = size + 1',
  ],
  [
    'an Exported package has its file, with as many bytes as its disks hold',
    'update image_package_disks set actual_size = actual_size + 1',
  ],
  [
    'a member of a replication group is an image store',
    `insert into image_replication_groups values ('g', 'g', null, 'Enabled', 1, 1);
     insert into image_replication_group_refs select uuid, 'g', 1, 1 from backup_storages where type = 'Ceph'`,
  ],
  [
    'an image store with a quota has no more than its disks',
    "insert into image_store_quotas select uuid, total_capacity - 1 from backup_storages where type = 'ImageStoreBackupStorage'",
  ],
  [
    'a snapshot lies where its volume does',
    `update volume_snapshots set primary_storage_uuid = ${NOBODY}`,
  ],
  [
    'a snapshot is in the group whose ref it has',
    'update volume_snapshot_group_refs set snapshot_deleted = 1',
  ],
  [
    'a group of snapshots has its root’s and no more than it counts',
    'update volume_snapshot_groups set snapshot_count = 0',
  ],
  ['a tree holds snapshots', 'delete from volume_snapshots'],
  ['a VM has a root volume', "update volumes set type = 'Data' where type = 'Root'"],
  [
    'a user, a group and a policy belong to the account that owns them',
    `update policies set account_uuid = '${ADMIN_ACCOUNT}'`,
  ],
  [
    'a user is in groups of its account, and has policies of it',
    `insert into users values ('u', '${ADMIN_ACCOUNT}', 'u', null, 'x', 1, 1);
     insert into user_groups values ('g', '${ALICE}', 'g', null, 1, 1);
     insert into user_group_users (user_uuid, group_uuid, create_date, last_op_date) values ('u', 'g', 1, 1)`,
  ],
  ['a session is of its account or of a user of it', `update sessions set user_uuid = ${NOBODY}`],
  [
    'rules of a security group stand one behind the other',
    `insert into security_groups values ('s', 's', null, 'Enabled', 1, 1);
     insert into security_group_rules (uuid, security_group_uuid, type, ip_version, protocol, state, priority, action, allowed_cidr, create_date, last_op_date)
       values ('r', 's', 'Ingress', 4, 'ALL', 'Enabled', 2, 'DROP', '0.0.0.0/0', 1, 1)`,
  ],
  [
    'a security group has its four rules for itself',
    "insert into security_groups values ('s', 's', null, 'Enabled', 1, 1)",
  ],
  [
    'only a VM that is Created waits for its first start',
    "update vm_instances set creation = '{}'",
  ],
  ['a storage is attached to clusters of its zone', `update clusters set zone_uuid = ${NOBODY}`],
  ['a host is in the zone of its cluster', `update hosts set zone_uuid = ${NOBODY}`],
  ['a VM is in a cluster, and on a host, that is there', 'delete from hosts'],
  [
    'a VM runs in the cluster of its host',
    `update vm_instances set cluster_uuid = ${NOBODY} where host_uuid is not null`,
  ],
  ['only a volume on local storage lies on a host', "update primary_storages set type = 'NFS'"],
  [
    'Ceph storages, and they alone, have pools',
    'update primary_storages set root_volume_pool = null',
  ],
  [
    'an upload belongs to an image on that storage',
    `update uploads set image_uuid = ${NOBODY} where rowid = (select min(rowid) from uploads)`,
  ],
  ['real bytes are somebody’s', `update blobs set content_id = 'nobody'`],
  ['real bytes are called after their sum and length', `update blobs set length = length + 1`],
  ['an image has the sum of its real bytes', `update blobs set md5 = 'x'`],
  ['a job that runs has work to do', 'delete from tasks'],
  [
    'a reservation belongs to a job that runs',
    `insert into backup_storage_reservations (job_uuid, backup_storage_uuid, bytes)
      select j.uuid, b.uuid, 0 from jobs j, backup_storages b where j.state <> 'Running' limit 1`,
  ],
  [
    'an image that takes no room lies where another one or trash takes it',
    "update image_backup_storage_refs set install_path = 'elsewhere' where taken_bytes = 0 and status = 'Ready'",
  ],
  ['a Ready group of images has some, and no more than it counts', 'delete from image_group_refs'],
  ['every reference leads somewhere', 'delete from zones'],
];

/** A world in which there is something of everything, and work under way. */
async function richWorld(): Promise<TestEmulator> {
  const emulator = await TestEmulator.start({ settings: { seed: 'edge-cases' } });
  const { database } = emulator.environment;
  const one = (sql: string) => database.prepare(sql).pluck().get() as string;
  const storage = one("select uuid from backup_storages where name = 'imagestore'");
  const { addresses, uuid: image } = await openUpload(emulator, [storage], { format: 'raw' });
  const bytes = Buffer.from('a whole image');
  const sizes = { 'X-IMAGE-UUID': image, 'X-IMAGE-SIZE': bytes.length };
  expect(await upload(addresses[0] ?? '', { bytes, headers: sizes })).toMatchObject({
    status: 200,
  });
  emulator.advance(60_000);
  await openUpload(emulator, [storage]);
  const params = { name: 'simple', type: 'simple', value: 'a text', color: '#aabbcc' };
  const { uuid } = await emulator.make('POST', '/tags', { params });
  const on = { params: { resourceUuids: [one(`select ${IMAGE}`)] } };
  await emulator.call('POST', `/tags/${uuid}/resources`, on);
  const root = one(
    "select uuid from volumes where type = 'Root' and status = 'Ready' order by uuid limit 1",
  );
  const used = one(
    "select v.uuid from volumes v join vm_instances m on m.uuid = v.vm_instance_uuid where v.status = 'Ready' and m.state = 'Running' order by v.uuid limit 1",
  );
  await emulator.make('POST', `/volumes/${used}/volume-backups`, {
    params: { name: 'b', backupStorageUuid: storage },
  });
  await emulator.make('POST', '/ovf/ova-packages', {
    params: {
      vmUuid: one("select uuid from vm_instances where state = 'Stopped' order by uuid limit 1"),
      backupStorageUuid: storage,
    },
  });
  await emulator.make('POST', '/volume-snapshots/group', {
    params: { rootVolumeUuid: root, name: 'g' },
  });
  const ready = one(
    "select i.uuid from images i join image_backup_storage_refs r on r.image_uuid = i.uuid where i.status = 'Ready' and r.status = 'Ready' and r.taken_bytes > 0 order by i.uuid limit 1",
  );
  const clone = await emulator.make('POST', `/image/clone/${ready}`, { params: {} });
  await emulator.make('POST', `/imagegroup/from/image/${clone.uuid}`, { params: { name: 'g' } });
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  const volume = one(
    "select v.uuid from volumes v join vm_instances m on m.uuid = v.vm_instance_uuid where v.type = 'Root' and v.status = 'Ready' and m.state = 'Running' order by v.uuid limit 1",
  );
  const template = { name: 'under way', backupStorageUuids: [storage] };
  const headers = { Prefer: 'respond-async' };
  expect((await emulator.createTemplate(volume, template, { headers })).status).toBe(202);
  return emulator;
}

/** Each look finds rows in its own order, and names a hundred at most. */
const inOrder = (verdicts: readonly LawVerdict[]) =>
  verdicts.map(({ rows, ...said }) => ({
    ...said,
    rows: rows.length < 100 ? rows.map((row) => JSON.stringify(row)).toSorted() : 'many',
  }));

test('what breaks a law is told, by a look at the whole and by one that gives way to others', async () => {
  const { environment } = await richWorld();
  const { database } = environment;
  expect(environment.verdicts().filter(({ holds }) => !holds)).toEqual([]);
  database.pragma('foreign_keys = off');
  database.pragma('ignore_check_constraints = on');
  for (const [law, sql] of DAMAGES) {
    database.exec(`begin; ${sql}`);
    const whole = environment.verdicts();
    const told = whole.find((one) => one.law === law);
    expect({ law, holds: told?.holds, names: told?.rows.length !== 0 }).toEqual({
      law,
      holds: false,
      names: true,
    });
    expect(inOrder(await environment.verdictsInTurns())).toEqual(inOrder(whole));
    database.exec('rollback');
  }
  const names = environment.verdicts().map(({ law }) => law);
  expect(names.filter((law) => !DAMAGES.some(([name]) => name === law))).toEqual([OF_FILES]);
});

test('rows whose numbers lie far apart are looked at all the same', async () => {
  const { environment } = await richWorld();
  const { database } = environment;
  const ids = database.prepare<[], bigint>('select id from image_backup_storage_refs order by id');
  const [first, second] = ids.pluck().all();
  const move = database.prepare('update image_backup_storage_refs set id = ? where id = ?');
  move.run(2n ** 63n - 1n, first);
  move.run(-(2n ** 63n) + 1n, second);
  expect((await environment.verdictsInTurns()).filter(({ holds }) => !holds)).toEqual([]);
  database.exec('update image_backup_storage_refs set taken_bytes = taken_bytes + 1');
  expect(inOrder(await environment.verdictsInTurns())).toEqual(inOrder(environment.verdicts()));
});
