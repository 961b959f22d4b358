import { getTableColumns, getTableName, type Column } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { OwnedResourceType } from '../../domain/account/account.js';
import type { TableColumn } from '../../query/queryable.js';

/** A field that queries can name. */
export interface EntityField {
  /** The column of the entity's table, or SQL for an alias of it. */
  readonly column: string | ((alias: string) => string);
  readonly kind: TableColumn['kind'];
  /** Its texts are in an index: prefixes are looked up there. */
  readonly isIndexed?: boolean;
  /** To know it of a row may take long. */
  readonly isDear?: boolean;
}

/** How one inventory leads to others: equal values of two columns. */
export interface Relation {
  readonly to: EntityName;
  readonly outer: string;
  readonly inner: string;
}

/**
 * Which rows a normal account sees: all; resources that are its own, shared with it or public; rows
 * whose column names the account (`account`) or such a resource (`resource`; of tags also what belongs
 * to nobody), and whose column `owner` names something of its own, or nothing.
 */
export type Visibility =
  | 'everybody'
  | 'resource'
  | { readonly account: string }
  | { readonly resource: string; readonly orNobodys?: true; readonly owner?: string };

/** One kind of inventory: where it lies in the database, and what queries can name of it. */
export interface Entity {
  /** The Java class that the real system names in its messages and in `schema`. */
  readonly javaClass: string;
  /** A table, or a select in parentheses. */
  readonly from: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** What tells its rows apart and what others point at. */
  readonly key: string;
  /** What tells its rows apart in the order in which they were made. */
  readonly rowKey: string;
  /** In which order they come when none is asked for. */
  readonly order: readonly string[];
  readonly fields: Readonly<Record<string, EntityField>>;
  readonly relations: Readonly<Record<string, Relation>>;
  /** Names that stand for a longer way: `backupStorage` of an image is `backupStorageRef.backupStorage`. */
  readonly shortcuts: Readonly<Record<string, readonly string[]>>;
  readonly visibleTo: Visibility;
  /** How it is called where it is told who owns it; of those with visibility `resource`. */
  readonly ownedAs?: OwnedResourceType;
  /** Which rows of the table are of this kind at all. */
  readonly only?: (alias: string) => string;
}

export interface More {
  readonly hidden?: readonly string[];
  readonly fields?: Entity['fields'];
  readonly indexed?: readonly string[];
  readonly relations?: Record<string, readonly [EntityName, string, string]>;
  readonly shortcuts?: Record<string, string>;
  readonly visibleTo?: Visibility;
  readonly ownedAs?: OwnedResourceType;
  readonly only?: Entity['only'];
  readonly order?: readonly string[];
  readonly key?: string;
}

export function entity(javaClass: string, table: SQLiteTable, more: More = {}): Entity {
  const columns = getTableColumns(table);
  const fields: Record<string, EntityField> = {};
  for (const [name, column] of Object.entries(columns)) {
    if (more.hidden?.includes(name)) continue;
    const isIndexed = more.indexed?.includes(name) ?? false;
    fields[name] = { column: column.name, kind: kindOf(name, column), isIndexed };
  }
  const relations = Object.entries(more.relations ?? {}).map(
    ([name, [to, outer, inner]]) => [name, { to, outer, inner }] as const,
  );
  const shortcuts = Object.entries(more.shortcuts ?? {}).map(
    ([name, path]) => [name, path.split('.')] as const,
  );
  return {
    javaClass,
    from: `"${getTableName(table)}"`,
    columns,
    key: more.key ?? 'uuid',
    rowKey: 'rowid',
    order: more.order ?? ['rowid'],
    fields: { ...fields, ...more.fields },
    relations: Object.fromEntries(relations),
    shortcuts: Object.fromEntries(shortcuts),
    visibleTo: more.ownedAs ? 'resource' : (more.visibleTo ?? 'everybody'),
    ...(more.ownedAs ? { ownedAs: more.ownedAs } : {}),
    ...(more.only ? { only: more.only } : {}),
  };
}

function kindOf(name: string, column: Column): EntityField['kind'] {
  if (column.dataType === 'boolean') return 'boolean';
  if (name.endsWith('Date')) return 'date';
  if (column.dataType === 'number') return 'number';
  return name === 'uuid' || name.endsWith('Uuid') ? 'uuid' : 'text';
}

export const text = (column: string): EntityField => ({ column, kind: 'text' });

/** Inventories that worlds here have none of: queries may lead to them, and find nothing. */
export function absent(
  javaClass: string,
  kinds: Readonly<Record<string, EntityField['kind']>>,
  relations: Entity['relations'] = {},
): Entity {
  const names = Object.keys(kinds);
  const [key = ''] = names;
  return {
    javaClass,
    from: `(select ${names.map((name) => `null as "${name}"`).join(', ')} where 0)`,
    columns: {},
    key,
    rowKey: key,
    order: [key],
    fields: Object.fromEntries(
      Object.entries(kinds).map(([column, kind]) => [column, { column, kind }]),
    ),
    relations,
    shortcuts: {},
    visibleTo: 'everybody',
  };
}

export type EntityName =
  | 'zone'
  | 'primaryStorage'
  | 'cephPrimaryStorage'
  | 'kvmHost'
  | 'cephPrimaryStorageMon'
  | 'cephOsdGroup'
  | 'cephPrimaryStoragePool'
  | 'cephBackupStorageMon'
  | 'cluster'
  | 'host'
  | 'localStorageResourceRef'
  | 'primaryStorageClusterRef'
  | 'imageCache'
  | 'backupStorage'
  | 'sftpBackupStorage'
  | 'imageStoreBackupStorage'
  | 'cephBackupStorage'
  | 'backupStorageZoneRef'
  | 'vmInstance'
  | 'vmCdRom'
  | 'volume'
  | 'rootVolume'
  | 'volumeSnapshot'
  | 'diskOffering'
  | 'instanceOffering'
  | 'l2Network'
  | 'l2VlanNetwork'
  | 'l2NetworkClusterRef'
  | 'l3Network'
  | 'l3NetworkDns'
  | 'l3NetworkHostRoute'
  | 'networkServiceL3NetworkRef'
  | 'networkServiceProvider'
  | 'ipRange'
  | 'addressPool'
  | 'reservedIpRange'
  | 'usedIp'
  | 'vmNic'
  | 'vip'
  | 'vipNetworkServicesRef'
  | 'vipPeerL3NetworkRef'
  | 'eip'
  | 'imageGroup'
  | 'imageGroupRef'
  | 'imagePackage'
  | 'volumeBackup'
  | 'volumeBackupStorageRef'
  | 'volumeSnapshotTree'
  | 'volumeSnapshotBackupStorageRef'
  | 'volumeSnapshotGroup'
  | 'volumeSnapshotGroupRef'
  | 'imageReplicationGroup'
  | 'imageReplicationGroupBackupStorageRef'
  | 'image'
  | 'imageBackupStorageRef'
  | 'account'
  | 'accountResourceRef'
  | 'sharedResource'
  | 'quota'
  | 'accessKey'
  | 'user'
  | 'userGroup'
  | 'policy'
  | 'userGroupUserRef'
  | 'userPolicyRef'
  | 'userGroupPolicyRef'
  | 'managementNode'
  | 'garbageCollector'
  | 'webhook'
  | 'securityGroup'
  | 'securityGroupRule'
  | 'vmNicSecurityGroupRef'
  | 'vmNicSecurityPolicy'
  | 'securityGroupL3NetworkRef'
  | 'systemTag'
  | 'userTag'
  | 'tagPattern'
  | 'sshKeyPair'
  | 'longJob'
  | 'resourceConfig'
  | 'globalConfig';
