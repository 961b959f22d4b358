import type { Statement } from 'better-sqlite3';
import { ADMIN_ACCOUNT_UUID } from '../domain/account/account.js';
import type { LawVerdict } from '../domain/laws.js';
import type { Database } from './database.js';

/** What takes room on a storage: the sum of `bytes` over the rows of a table whose `storage` it is. */
export interface Room {
  readonly from: string;
  readonly storage: string;
  readonly bytes: string;
}

/** A capacity of each storage of a table: the total without what the system uses and what else takes room. */
export interface CapacityLaw {
  readonly law: string;
  readonly table: string;
  readonly available: string;
  readonly total: string;
  readonly rooms: readonly Room[];
}

const onPrimaryStorage = (from: string, bytes: string): Room => ({
  from,
  storage: 'primary_storage_uuid',
  bytes,
});
const IN_TRASH: Room = { from: 'trash', storage: 'storage_uuid', bytes: 'size' };
const CAPACITIES: readonly CapacityLaw[] = [
  {
    law: 'capacity of backup storages',
    table: 'backup_storages',
    available: 'available_capacity',
    total: 'total_capacity',
    rooms: [
      {
        from: 'image_backup_storage_refs',
        storage: 'backup_storage_uuid',
        bytes: 'taken_bytes + export_bytes',
      },
      { from: 'volume_backup_storage_refs', storage: 'backup_storage_uuid', bytes: 'taken_bytes' },
      { from: 'image_packages', storage: 'backup_storage_uuid', bytes: 'coalesce(size, 0)' },
      { from: 'backup_storage_reservations', storage: 'backup_storage_uuid', bytes: 'bytes' },
      IN_TRASH,
    ],
  },
  {
    law: 'capacity of primary storages',
    table: 'primary_storages',
    available: 'available_capacity',
    total: 'total_capacity',
    rooms: [
      onPrimaryStorage('volumes', 'size'),
      onPrimaryStorage('volume_snapshots', 'size'),
      onPrimaryStorage('image_caches', 'size'),
      IN_TRASH,
    ],
  },
  {
    law: 'physical capacity of primary storages',
    table: 'primary_storages',
    available: 'available_physical_capacity',
    total: 'total_physical_capacity',
    rooms: [
      onPrimaryStorage('volumes', 'layer_size'),
      onPrimaryStorage('volume_snapshots', 'size'),
      onPrimaryStorage('image_caches', 'size'),
      IN_TRASH,
    ],
  },
];

/** The same, and what the capacity must be as an expression over a row of the table, which is called `s`. */
export const EXPECTED_CAPACITIES = CAPACITIES.map((capacity) => ({
  ...capacity,
  expected: `(${capacity.total} - system_used_capacity ${capacity.rooms
    .map(
      ({ from, storage, bytes }) =>
        `- (select coalesce(sum(${bytes}), 0) from ${from} where ${storage} = s.uuid)`,
    )
    .join(' ')})`,
}));

const CAPACITY_LAWS = Object.fromEntries(
  EXPECTED_CAPACITIES.map(({ law, table, available, expected }) => [
    law,
    `select name, ${available}, ${expected} as expected from ${table} s where ${available} <> expected`,
  ]),
);

/** What belongs to accounts. */
const OWNED = [
  'images',
  'volumes',
  'volume_snapshots',
  'volume_snapshot_trees',
  'volume_snapshot_groups',
  'volume_backups',
  'image_groups',
  'image_packages',
  'vm_instances',
  'long_jobs',
  'tag_patterns',
  'ssh_key_pairs',
  'instance_offerings',
  'disk_offerings',
  'l2_networks',
  'l3_networks',
  'ip_ranges',
  'vm_nics',
  'vips',
  'eips',
  'users',
  'user_groups',
  'policies',
  'security_groups',
];
const TAGGED = [
  ...OWNED,
  'zones',
  'clusters',
  'hosts',
  'backup_storages',
  'primary_storages',
  'image_replication_groups',
  'accounts',
];
const isOneOf = (tables: readonly string[], uuid: string) =>
  `exists (${tables.map((table) => `select 1 from ${table} where uuid = ${uuid}`).join(' union all ')})`;

const REFERENCES = 'every reference leads somewhere';

/**
 * What must hold in every world at every commit; each law is a query for the rows that break it.
 * The capacity laws count everything that takes room: refs and exports, reservations and trash on
 * backup storages; volumes, snapshots, caches and trash on primary storages.
 */
const LAWS: Readonly<Record<string, string | readonly string[]>> = {
  ...CAPACITY_LAWS,
  'a Ready image is Ready somewhere': `
    select uuid from images i where {images i} and status = 'Ready' and not exists
      (select 1 from image_backup_storage_refs where image_uuid = i.uuid and status = 'Ready')
      and exists (select 1 from image_backup_storage_refs where image_uuid = i.uuid)
      and not exists (select 1 from image_backup_storage_refs where image_uuid = i.uuid and status <> 'Deleted')`,
  'a Deleted image is Deleted everywhere': `
    select uuid from images i where {images i} and status = 'Deleted' and exists
      (select 1 from image_backup_storage_refs where image_uuid = i.uuid and status <> 'Deleted')`,
  'an image that nothing makes is on a storage': `
    select uuid from images i where {images i} and status not in ('Creating', 'Downloading') and not exists
      (select 1 from image_backup_storage_refs where image_uuid = i.uuid)`,
  'a Ready image has its content': `
    select uuid from images i where {images i} and status = 'Ready' and content_id is null`,
  'an owner owns something that is there': `
    select resource_uuid from account_resource_refs r where {account_resource_refs r}
      and not ${isOneOf(OWNED, 'r.resource_uuid')}`,
  'everything that belongs to accounts has an owner': OWNED.map(
    (table) => `
    select uuid from ${table} o where {${table} o} and not exists
      (select 1 from account_resource_refs where resource_uuid = o.uuid)`,
  ),
  'a long job that runs has work': `
    select uuid from long_jobs l where {long_jobs l} and state = 'Running' and not exists
      (select 1 from jobs where uuid = l.inner_job_uuid and state = 'Running') and not exists
      (select 1 from uploads where image_uuid = l.target_resource_uuid)`,
  'what is shared was shared by its owner or by admin': `
    select resource_uuid from shared_resources s where {shared_resources s} and owner_account_uuid not in
      ('${ADMIN_ACCOUNT_UUID}', (select account_uuid from account_resource_refs where resource_uuid = s.resource_uuid))`,
  'a tag is on something that is there': ['system_tags', 'user_tags'].map(
    (table) => `
    select resource_uuid, tag from ${table} t where {${table} t}
      and not ${isOneOf(TAGGED, 't.resource_uuid')}`,
  ),
  'a tag has the text of its simple pattern': `
    select t.uuid from user_tags t join tag_patterns p on p.uuid = t.tag_pattern_uuid
      where {user_tags t} and p.type = 'simple' and t.tag <> p.value`,
  'snapshots of a tree have one end and parents in it': [
    `select uuid from volume_snapshot_trees t where {volume_snapshot_trees t} and
      (select sum(latest) from volume_snapshots where tree_uuid = t.uuid) > 1`,
    `select uuid from volume_snapshots s where {volume_snapshots s} and parent_uuid is not null and not exists
      (select 1 from volume_snapshots where uuid = s.parent_uuid and tree_uuid = s.tree_uuid)`,
  ],
  'a volume follows one tree, and one that is made': [
    `select uuid from volumes v where {volumes v} and
      (select count(*) from volume_snapshot_trees where volume_uuid = v.uuid and current = 1) > 1`,
    `select uuid from volume_snapshot_trees t where {volume_snapshot_trees t}
      and current = 1 and status <> 'Completed'`,
  ],
  'a volume that lies nowhere has no format and no path': `
    select uuid from volumes v where {volumes v} and status = 'NotInstantiated'
      and (format is not null or install_path is not null or primary_storage_uuid is not null)`,
  'a tree holds snapshots': `
    select uuid from volume_snapshot_trees t where {volume_snapshot_trees t} and not exists
      (select 1 from volume_snapshots where tree_uuid = t.uuid)`,
  'a Ready backup lies somewhere, with as many bytes as it has': [
    `select uuid from volume_backups b where {volume_backups b} and (status = 'Ready') <> exists
      (select 1 from volume_backup_storage_refs where volume_backup_uuid = b.uuid and status = 'Ready')`,
    `select b.uuid from volume_backup_storage_refs r join volume_backups b on b.uuid = r.volume_backup_uuid
      where {volume_backup_storage_refs r} and r.taken_bytes <> b.size`,
  ],
  'an image that takes no room lies where another one or trash takes it': `
    select r.image_uuid, r.install_path from image_backup_storage_refs r join images i on i.uuid = r.image_uuid
      left join image_backup_storage_refs o on o.install_path = r.install_path and o.taken_bytes > 0
        and +o.backup_storage_uuid = r.backup_storage_uuid
      where {image_backup_storage_refs r} and r.taken_bytes = 0 and r.install_path <> ''
        and r.status = 'Ready' and i.actual_size > 0 and o.id is null
        and not exists (select 1 from trash where storage_uuid = r.backup_storage_uuid and install_path = r.install_path)`,
  'a Ready group of images has some, and no more than it counts': [
    `select uuid from image_groups g where {image_groups g} and (status = 'Ready') <> exists
      (select 1 from image_group_refs where image_group_uuid = g.uuid)`,
    `select uuid from image_groups g where {image_groups g} and image_count <
      (select count(*) from image_group_refs where image_group_uuid = g.uuid)`,
  ],
  'an Exported package has its file, with as many bytes as its disks hold': [
    `select uuid from image_packages p where {image_packages p} and case state
      when 'Exported' then export_url is null or md5_sum is null or format is null or size is not
        (select sum(actual_size) from image_package_disks where image_package_uuid = p.uuid)
      else export_url is not null or md5_sum is not null or size is not null end`,
    `select p.uuid from image_package_disks d join image_packages p on p.uuid = d.image_package_uuid
      where {image_package_disks d} and (d.sha256 is null) <> (p.state = 'Exporting')`,
  ],
  'a member of a replication group is an image store': `
    select r.backup_storage_uuid from image_replication_group_refs r join backup_storages b on b.uuid = r.backup_storage_uuid
      where {image_replication_group_refs r} and b.type <> 'ImageStoreBackupStorage'`,
  'an image store with a quota has no more than its disks': `
    select b.uuid, b.total_capacity from image_store_quotas q join backup_storages b on b.uuid = q.backup_storage_uuid
      where {image_store_quotas q} and (b.type <> 'ImageStoreBackupStorage' or b.total_capacity > q.disk_capacity)`,
  'a snapshot lies where its volume does': `
    select s.uuid from volume_snapshots s join volumes v on v.uuid = s.volume_uuid
      where {volume_snapshots s} and s.primary_storage_uuid is not v.primary_storage_uuid`,
  'a snapshot is in the group whose ref it has': [
    `select uuid from volume_snapshots s where {volume_snapshots s} and group_uuid is not
      (select volume_snapshot_group_uuid from volume_snapshot_group_refs
        where volume_snapshot_uuid = s.uuid and snapshot_deleted = 0)`,
    `select volume_snapshot_uuid as uuid from volume_snapshot_group_refs r where {volume_snapshot_group_refs r}
      and snapshot_deleted <> not exists (select 1 from volume_snapshots where uuid = r.volume_snapshot_uuid)`,
  ],
  'a group of snapshots has its root’s and no more than it counts': [
    `select uuid from volume_snapshot_groups g where {volume_snapshot_groups g} and snapshot_count <
      (select count(*) from volume_snapshot_group_refs where volume_snapshot_group_uuid = g.uuid)`,
    `select volume_snapshot_uuid as uuid from volume_snapshot_group_refs r where {volume_snapshot_group_refs r}
      and volume_type = 'Root' and snapshot_deleted = 1`,
  ],
  'a VM has a root volume': `
    select uuid from vm_instances v where {vm_instances v} and (creation is null) <> exists
      (select 1 from volumes where vm_instance_uuid = v.uuid and type = 'Root')`,
  'only a VM that is Created waits for its first start': `
    select uuid from vm_instances v where {vm_instances v} and creation is not null and state <> 'Created'`,
  'a storage is attached to clusters of its zone': `
    select p.uuid, c.uuid as cluster from primary_storage_clusters r
      join primary_storages p on p.uuid = r.primary_storage_uuid
      join clusters c on c.uuid = r.cluster_uuid where c.zone_uuid <> p.zone_uuid`,
  'a host is in the zone of its cluster': `
    select h.uuid from hosts h join clusters c on c.uuid = h.cluster_uuid where c.zone_uuid <> h.zone_uuid`,
  'a VM is in a cluster, and on a host, that is there': `
    select uuid from vm_instances v where {vm_instances v} and (
      (cluster_uuid is not null and not exists (select 1 from clusters where uuid = v.cluster_uuid)) or
      (host_uuid is not null and not exists (select 1 from hosts where uuid = v.host_uuid)))`,
  'a VM runs in the cluster of its host': `
    select v.uuid from vm_instances v join hosts h on h.uuid = v.host_uuid
      where {vm_instances v} and v.cluster_uuid is not h.cluster_uuid`,
  'an address is of its range and of its network': `
    select uuid, ip from used_ips u where {used_ips u} and ip_range_uuid is not null and not exists
      (select 1 from ip_ranges where uuid = u.ip_range_uuid and l3_network_uuid = u.l3_network_uuid
        and ip_version = u.ip_version and u.ip_key between start_key and end_key)`,
  'an address that is taken is a NIC’s or a VIP’s, or reserved': `
    select uuid, ip from used_ips u where {used_ips u} and (vm_nic_uuid is not null) + (used_for is 'Reserved')
      + exists (select 1 from vips where used_ip_uuid = u.uuid) <> 1`,
  'a VIP has the address that is noted for it': `
    select uuid, ip from vips v where {vips v} and not exists
      (select 1 from used_ips where uuid = v.used_ip_uuid and ip = v.ip and l3_network_uuid = v.l3_network_uuid
        and ip_range_uuid = v.ip_range_uuid)`,
  'an EIP is of its VIP and for its NIC': [
    `select e.uuid from eips e join vips v on v.uuid = e.vip_uuid where {eips e} and v.ip <> e.vip_ip`,
    `select uuid from eips e where {eips e} and (vm_nic_uuid is null) <> (guest_ip is null)`,
    `select uuid from eips e where {eips e} and vm_nic_uuid is not null and not exists
      (select 1 from used_ips where vm_nic_uuid = e.vm_nic_uuid and ip = e.guest_ip)`,
  ],
  'a NIC has the address that is noted for it': [
    `select uuid, ip from vm_nics n where {vm_nics n} and
      ((used_ip_uuid is null) <> (ip is null) or (used_ip_uuid is not null and not exists
        (select 1 from used_ips where uuid = n.used_ip_uuid and vm_nic_uuid = n.uuid and ip = n.ip
          and l3_network_uuid = n.l3_network_uuid)))`,
    // It tells one of its addresses: the one of IPv4 where it has both.
    `select u.uuid, u.ip from used_ips u join vm_nics n on n.uuid = u.vm_nic_uuid
      where {used_ips u} and n.used_ip_uuid is not u.uuid and (n.used_ip_uuid is null or u.ip_version = 4)`,
    `select u.uuid, u.ip from used_ips u where {used_ips u} and vm_nic_uuid is not null and exists
      (select 1 from used_ips where vm_nic_uuid = u.vm_nic_uuid and ip_version = u.ip_version and uuid <> u.uuid)`,
  ],
  'no two NICs that are on have one MAC': `
    select uuid, mac from vm_nics n where {vm_nics n} and state = 'enable' and exists
      (select 1 from vm_nics where mac = n.mac and uuid <> n.uuid and state = 'enable')`,
  'ranges of one layer 2 have no address in common': `
    select r.uuid from ip_ranges r join l3_networks n on n.uuid = r.l3_network_uuid where {ip_ranges r} and exists
      (select 1 from l3_networks m join ip_ranges o on o.l3_network_uuid = m.uuid
        where m.l2_network_uuid = n.l2_network_uuid and o.uuid <> r.uuid
        and o.start_key <= r.end_key and r.start_key <= o.end_key)`,
  'a network is where its layer 2 is': `
    select n.uuid from l3_networks n join l2_networks l on l.uuid = n.l2_network_uuid
      where {l3_networks n} and l.zone_uuid <> n.zone_uuid`,
  'only a volume on local storage lies on a host': `
    select volume_uuid from local_volumes l join volumes v on v.uuid = l.volume_uuid
      left join primary_storages p on p.uuid = v.primary_storage_uuid
      where {local_volumes l} and p.type is not 'LocalStorage'`,
  'Ceph storages, and they alone, have pools': `
    select uuid from primary_storages p where (type = 'Ceph') <> (root_volume_pool is not null)
      or (type <> 'Ceph' and exists (select 1 from ceph_primary_storage_pools
        where primary_storage_uuid = p.uuid))`,
  'an upload belongs to an image on that storage': `
    select image_uuid from uploads u where {uploads u} and not exists (select 1 from image_backup_storage_refs
      where image_uuid = u.image_uuid and backup_storage_uuid = u.backup_storage_uuid)`,
  'real bytes are somebody’s': `
    select content_id from blobs b where {blobs b} and not exists
      (select 1 from images where content_id = b.content_id union all
       select 1 from volumes where content_id = b.content_id union all
       select 1 from volume_snapshots where content_id = b.content_id union all
       select 1 from volume_backups where content_id = b.content_id union all
       select 1 from image_package_disks where content_id = b.content_id union all
       select 1 from unclaimed_images where content_id = b.content_id)`,
  'real bytes are called after their sum and length': `
    select content_id from blobs b where {blobs b} and content_id <> md5 || '-' || printf('%x', length)`,
  'an image has the sum of its real bytes': `
    select i.uuid, i.md5_sum, b.md5 from blobs b join images i on i.content_id = b.content_id
      where {blobs b} and i.content_id glob '????????????????????????????????-*' and i.md5_sum is not null and i.md5_sum <> 'not calculated' and i.md5_sum <> b.md5`,
  'a user, a group and a policy belong to the account that owns them': [
    'users',
    'user_groups',
    'policies',
  ].map(
    (table) => `
    select uuid from ${table} u where {${table} u} and account_uuid is not
      (select account_uuid from account_resource_refs where resource_uuid = u.uuid)`,
  ),
  'a user is in groups of its account, and has policies of it': [
    `select u.uuid, g.uuid as other from user_group_users r join users u on u.uuid = r.user_uuid
      join user_groups g on g.uuid = r.group_uuid where {user_group_users r} and g.account_uuid <> u.account_uuid`,
    `select g.uuid, p.uuid as other from user_group_policies r join user_groups g on g.uuid = r.group_uuid
      join policies p on p.uuid = r.policy_uuid where {user_group_policies r} and p.account_uuid <> g.account_uuid`,
  ],
  'a session is of its account or of a user of it': `
    select uuid from sessions s where {sessions s} and user_uuid <> account_uuid and not exists
      (select 1 from users where uuid = s.user_uuid and account_uuid = s.account_uuid)`,
  'rules of a security group stand one behind the other': `
    select security_group_uuid, type from security_group_rules where priority > 0
      group by security_group_uuid, type having count(distinct priority) <> count(*)
        or min(priority) <> 1 or max(priority) <> count(*)`,
  'the groups of a NIC stand one behind the other': [
    `select vm_nic_uuid from vm_nic_security_groups group by vm_nic_uuid
      having max(priority) <> count(*) or min(priority) < 1 or count(distinct priority) <> count(*)`,
    `select vm_nic_uuid from vm_nic_security_groups r where {vm_nic_security_groups r} and not exists
      (select 1 from vm_nics where uuid = r.vm_nic_uuid and vm_instance_uuid = r.vm_instance_uuid)`,
    `select vm_nic_uuid from vm_nic_security_groups r where {vm_nic_security_groups r} and not exists
      (select 1 from vm_nic_security_policies where vm_nic_uuid = r.vm_nic_uuid)`,
  ],
  'a security group has its four rules for itself': `
    select uuid from security_groups g where {security_groups g} and (select count(*) from security_group_rules
      where security_group_uuid = g.uuid and priority = 0 and remote_security_group_uuid = g.uuid) <> 4`,
  'a job that runs has work to do': `
    select uuid from jobs j where {jobs j} and state = 'Running' and not exists
      (select 1 from tasks where job_uuid = j.uuid)`,
  'a reservation belongs to a job that runs': `
    select job_uuid from backup_storage_reservations r join jobs j on j.uuid = r.job_uuid
      where j.state <> 'Running'`,
  [REFERENCES]: 'select * from pragma_foreign_key_check',
};

export const LAW_NAMES: readonly string[] = Object.keys(LAWS);

/** A part of a law: its text over one piece of the rows that it looks at, where these may be many. */
export interface Part {
  /** The table whose rows it looks at, one after the other. */
  readonly over: string | undefined;
  /** With two parameters where `over` is given: the first and the last rowid of the piece. */
  readonly sql: string;
}

const partsOf = (law: string): string[] => [LAWS[law] ?? []].flat();
const PIECE = /\{(\w+) (\w+)\}/;
const wholeText = (law: string): string =>
  partsOf(law)
    .map((text) => text.replace(PIECE, 'true'))
    .join(' union all ');
const inPieces = (text: string): Part => ({
  over: PIECE.exec(text)?.[1],
  sql: text.replace(PIECE, '$2.rowid between ? and ?'),
});

/** The references of a database, each as a law of its own: what the pragma says, a piece at a time. */
function referencesOf(database: Database): Part[] {
  const references = database.prepare<
    [],
    Record<'child' | 'column' | 'parent' | 'key' | 'id', string>
  >(`
    select t.name as child, f."from" as "column", f."table" as parent, coalesce(f."to", 'uuid') as key, f.id
      from sqlite_schema t join pragma_foreign_key_list(t.name) f where t.type = 'table'`);
  return references.all().map(({ child, column, parent, key, id }) => ({
    over: child,
    sql: `select '${child}' as "table", rowid as rowid, '${parent}' as parent, ${id} as fkid from ${child} c
      where c.rowid between ? and ? and c.${column} is not null
        and not exists (select 1 from ${parent} where ${key} = c.${column})`,
  }));
}

/** The parts of a law for who looks at it a piece at a time. */
export function partsInPieces(database: Database, law: string): readonly Part[] {
  return law === REFERENCES ? referencesOf(database) : partsOf(law).map(inPieces);
}

export const capacityOf = (law: string): CapacityLaw | undefined =>
  CAPACITIES.find((capacity) => capacity.law === law);

const prepared = new WeakMap<Database, Map<string, Statement>>();

/** A broken law names so many rows at most. */
export const MOST_ROWS = 100;

export function verdict(law: string, rows: LawVerdict['rows']): LawVerdict {
  return { law, holds: rows.length === 0, rows: rows.slice(0, MOST_ROWS) };
}

/** The rows that a broken law names. */
export function firstRows(statement: Statement, ...values: unknown[]): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  for (const row of statement.iterate(...values) as IterableIterator<Record<string, unknown>>) {
    if (rows.push(row) >= MOST_ROWS) break;
  }
  return rows;
}

/** The laws as statements for `inThread`, in the order of their names. */
export const LAW_STATEMENTS: readonly string[] = LAW_NAMES.map(wholeText);

/** The verdict of one law on this world, at this moment. */
export function verdictOn(database: Database, law: string): LawVerdict {
  const statements = prepared.get(database) ?? new Map<string, Statement>();
  prepared.set(database, statements);
  const statement = statements.get(law) ?? database.prepare(wholeText(law));
  statements.set(law, statement);
  return verdict(law, firstRows(statement));
}

/** Every law with its verdict on this world, as it is at this moment. */
export function verdicts(database: Database): LawVerdict[] {
  return LAW_NAMES.map((law) => verdictOn(database, law));
}

/** The laws that are broken, with the rows that break them. */
export function brokenLaws(database: Database): Record<string, readonly object[]> {
  const broken = verdicts(database).filter(({ holds }) => !holds);
  return Object.fromEntries(broken.map(({ law, rows }) => [law, rows]));
}
