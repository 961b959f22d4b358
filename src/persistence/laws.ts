import type { Statement } from 'better-sqlite3';
import { apiError } from '../core/api-error.js';
import { ADMIN_ACCOUNT_UUID } from '../domain/account/account.js';
import type { LawVerdict } from '../domain/laws.js';
import type { Database } from './database.js';

/** What a capacity must be, of each that storages have: the total without all that takes room. */
export const EXPECTED_CAPACITIES = [
  {
    law: 'capacity of backup storages',
    table: 'backup_storages',
    alias: 'b',
    available: 'available_capacity',
    total: 'total_capacity',
    expected: `(total_capacity - system_used_capacity
        - (select coalesce(sum(taken_bytes + export_bytes), 0) from image_backup_storage_refs where backup_storage_uuid = b.uuid)
        - (select coalesce(sum(bytes), 0) from backup_storage_reservations where backup_storage_uuid = b.uuid)
        - (select coalesce(sum(size), 0) from trash where storage_uuid = b.uuid))`,
  },
  {
    law: 'capacity of primary storages',
    table: 'primary_storages',
    alias: 'p',
    available: 'available_capacity',
    total: 'total_capacity',
    expected: `(total_capacity - system_used_capacity
        - (select coalesce(sum(size), 0) from volumes where primary_storage_uuid = p.uuid)
        - (select coalesce(sum(size), 0) from volume_snapshots where primary_storage_uuid = p.uuid)
        - (select coalesce(sum(size), 0) from image_caches where primary_storage_uuid = p.uuid)
        - (select coalesce(sum(size), 0) from trash where storage_uuid = p.uuid))`,
  },
  {
    law: 'physical capacity of primary storages',
    table: 'primary_storages',
    alias: 'p',
    available: 'available_physical_capacity',
    total: 'total_physical_capacity',
    expected: `(total_physical_capacity - system_used_capacity
        - (select coalesce(sum(layer_size), 0) from volumes where primary_storage_uuid = p.uuid)
        - (select coalesce(sum(size), 0) from volume_snapshots where primary_storage_uuid = p.uuid)
        - (select coalesce(sum(size), 0) from image_caches where primary_storage_uuid = p.uuid)
        - (select coalesce(sum(size), 0) from trash where storage_uuid = p.uuid))`,
  },
] as const;

const CAPACITY_LAWS = Object.fromEntries(
  EXPECTED_CAPACITIES.map(({ law, table, alias, available, expected }) => [
    law,
    `select name, ${available}, ${expected} as expected from ${table} ${alias} where ${available} <> expected`,
  ]),
);

/**
 * What must hold in every world at every commit; each law is a query for the rows that break it.
 * The capacity laws count everything that takes room: refs and exports, reservations and trash on
 * backup storages; volumes, snapshots, caches and trash on primary storages.
 */
const LAWS: Readonly<Record<string, string>> = {
  ...CAPACITY_LAWS,
  'a Ready image is Ready somewhere': `
    select uuid from images i where status = 'Ready' and not exists
      (select 1 from image_backup_storage_refs where image_uuid = i.uuid and status = 'Ready')
      and exists (select 1 from image_backup_storage_refs where image_uuid = i.uuid)
      and not exists (select 1 from image_backup_storage_refs where image_uuid = i.uuid and status <> 'Deleted')`,
  'a Deleted image is Deleted everywhere': `
    select uuid from images i where status = 'Deleted' and exists
      (select 1 from image_backup_storage_refs where image_uuid = i.uuid and status <> 'Deleted')`,
  'an image that nothing makes is on a storage': `
    select uuid from images i where status not in ('Creating', 'Downloading') and not exists
      (select 1 from image_backup_storage_refs where image_uuid = i.uuid)`,
  'a Ready image has its content': `
    select uuid from images where status = 'Ready' and content_id is null`,
  'an owner owns something that is there': `
    select resource_uuid from account_resource_refs r where not exists
      (select 1 from images where uuid = r.resource_uuid union all
       select 1 from volumes where uuid = r.resource_uuid union all
       select 1 from volume_snapshots where uuid = r.resource_uuid union all
       select 1 from volume_snapshot_trees where uuid = r.resource_uuid union all
       select 1 from vm_instances where uuid = r.resource_uuid union all
       select 1 from long_jobs where uuid = r.resource_uuid union all
       select 1 from tag_patterns where uuid = r.resource_uuid)`,
  'everything that belongs to accounts has an owner': `
    select uuid from (select uuid from images union all select uuid from volumes union all
      select uuid from volume_snapshots union all select uuid from volume_snapshot_trees union all
      select uuid from vm_instances union all select uuid from long_jobs union all
      select uuid from tag_patterns)
      where uuid not in (select resource_uuid from account_resource_refs)`,
  'a long job that runs has work': `
    select uuid from long_jobs l where state = 'Running' and not exists
      (select 1 from jobs where uuid = l.inner_job_uuid and state = 'Running') and not exists
      (select 1 from uploads where image_uuid = l.target_resource_uuid)`,
  'what is shared was shared by its owner or by admin': `
    select resource_uuid from shared_resources s where owner_account_uuid not in
      ('${ADMIN_ACCOUNT_UUID}', (select account_uuid from account_resource_refs where resource_uuid = s.resource_uuid))`,
  'a tag is on something that is there': `
    select resource_uuid, tag from (select resource_uuid, tag from system_tags union all
      select resource_uuid, tag from user_tags) t where not exists
      (select 1 from images where uuid = t.resource_uuid union all
       select 1 from volumes where uuid = t.resource_uuid union all
       select 1 from volume_snapshots where uuid = t.resource_uuid union all
       select 1 from vm_instances where uuid = t.resource_uuid union all
       select 1 from zones where uuid = t.resource_uuid union all
       select 1 from clusters where uuid = t.resource_uuid union all
       select 1 from hosts where uuid = t.resource_uuid union all
       select 1 from backup_storages where uuid = t.resource_uuid union all
       select 1 from primary_storages where uuid = t.resource_uuid union all
       select 1 from accounts where uuid = t.resource_uuid union all
       select 1 from long_jobs where uuid = t.resource_uuid union all
       select 1 from volume_snapshot_trees where uuid = t.resource_uuid union all
       select 1 from tag_patterns where uuid = t.resource_uuid)`,
  'a tag has the text of its simple pattern': `
    select t.uuid from user_tags t join tag_patterns p on p.uuid = t.tag_pattern_uuid
      where p.type = 'simple' and t.tag <> p.value`,
  'snapshots of a tree have one end and parents in it': `
    select tree_uuid from volume_snapshots group by tree_uuid having sum(latest) > 1 union all
    select uuid from volume_snapshots s where parent_uuid is not null and not exists
      (select 1 from volume_snapshots where uuid = s.parent_uuid and tree_uuid = s.tree_uuid)`,
  'a volume follows one tree, and one that is made': `
    select volume_uuid from volume_snapshot_trees where current = 1 and volume_uuid is not null
      group by volume_uuid having count(*) > 1 union all
    select uuid from volume_snapshot_trees where current = 1 and status <> 'Completed'`,
  'a volume that lies nowhere has no format and no path': `
    select uuid from volumes where status = 'NotInstantiated'
      and (format is not null or install_path is not null or primary_storage_uuid is not null)`,
  'a tree holds snapshots': `
    select uuid from volume_snapshot_trees where uuid not in (select tree_uuid from volume_snapshots)`,
  'a VM has a root volume': `
    select uuid from vm_instances v where (creation is null) <> exists
      (select 1 from volumes where vm_instance_uuid = v.uuid and type = 'Root')`,
  'only a VM that is Created waits for its first start': `
    select uuid from vm_instances where creation is not null and state <> 'Created'`,
  'a storage is attached to clusters of its zone': `
    select p.uuid, c.uuid as cluster from primary_storage_clusters r
      join primary_storages p on p.uuid = r.primary_storage_uuid
      join clusters c on c.uuid = r.cluster_uuid where c.zone_uuid <> p.zone_uuid`,
  'a host is in the zone of its cluster': `
    select h.uuid from hosts h join clusters c on c.uuid = h.cluster_uuid where c.zone_uuid <> h.zone_uuid`,
  'a VM is in a cluster, and on a host, that is there': `
    select uuid from vm_instances v where
      (cluster_uuid is not null and not exists (select 1 from clusters where uuid = v.cluster_uuid)) or
      (host_uuid is not null and not exists (select 1 from hosts where uuid = v.host_uuid))`,
  'only a volume on local storage lies on a host': `
    select volume_uuid from local_volumes l join volumes v on v.uuid = l.volume_uuid
      left join primary_storages p on p.uuid = v.primary_storage_uuid
      where p.type is not 'LocalStorage'`,
  'a Ceph storage has a pool for each kind of volume': `
    select uuid from primary_storages p where (type = 'Ceph') <> (root_volume_pool is not null)
      or (type = 'Ceph' and not exists (select 1 from ceph_primary_storage_pools
        where primary_storage_uuid = p.uuid and pool_name = p.root_volume_pool))`,
  'an upload belongs to an image on that storage': `
    select image_uuid from uploads u where not exists (select 1 from image_backup_storage_refs
      where image_uuid = u.image_uuid and backup_storage_uuid = u.backup_storage_uuid)`,
  'real bytes are somebody’s': `
    select content_id from blobs b where not exists
      (select 1 from images where content_id = b.content_id union all
       select 1 from volumes where content_id = b.content_id union all
       select 1 from volume_snapshots where content_id = b.content_id union all
       select 1 from unclaimed_images where content_id = b.content_id)`,
  'real bytes are called after their sum and length': `
    select content_id from blobs where content_id <> md5 || '-' || printf('%x', length)`,
  'an image has the sum of its real bytes': `
    select i.uuid, i.md5_sum, b.md5 from blobs b join images i on i.content_id = b.content_id
      and i.content_id glob '????????????????????????????????-*' where i.md5_sum is not null and i.md5_sum <> 'not calculated' and i.md5_sum <> b.md5`,
  'a job that runs has work to do': `
    select uuid from jobs j where state = 'Running' and not exists
      (select 1 from tasks where job_uuid = j.uuid)`,
  'a reservation belongs to a job that runs': `
    select job_uuid from backup_storage_reservations r join jobs j on j.uuid = r.job_uuid
      where j.state <> 'Running'`,
  'every reference leads somewhere': 'select * from pragma_foreign_key_check',
};

export const LAW_NAMES: readonly string[] = Object.keys(LAWS);

const prepared = new WeakMap<Database, Map<string, Statement>>();

/** A broken law names so many rows at most. */
const MOST_ROWS = 100;

/** The laws as statements for `inThread`, in the order of their names. */
export const LAW_STATEMENTS: readonly string[] = Object.values(LAWS);

/** Every law with its verdict on this world, as it is at this moment. */
export function verdicts(database: Database): LawVerdict[] {
  return LAW_NAMES.map((law) => verdictOn(database, law));
}

/** The same, while others get their turn after each law: a law holds at every moment, so it need not be one. */
export async function verdictsInTurns(database: Database): Promise<LawVerdict[]> {
  const all: LawVerdict[] = [];
  for (const law of LAW_NAMES) {
    if (!database.open) throw apiError('SYS.1006', 'the environment was replaced meanwhile');
    all.push(verdictOn(database, law));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return all;
}

/** The verdict of one law on this world. */
export function verdictOn(database: Database, law: string): LawVerdict {
  const statements = prepared.get(database) ?? new Map<string, Statement>();
  prepared.set(database, statements);
  const statement = statements.get(law) ?? database.prepare(LAWS[law] ?? '');
  statements.set(law, statement);
  const rows = statement.all() as Record<string, unknown>[];
  return { law, holds: rows.length === 0, rows: rows.slice(0, MOST_ROWS) };
}

/** The laws that are broken, with the rows that break them. */
export function brokenLaws(database: Database): Record<string, readonly object[]> {
  const broken = verdicts(database).filter(({ holds }) => !holds);
  return Object.fromEntries(broken.map(({ law, rows }) => [law, rows]));
}
