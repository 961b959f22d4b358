import {
  toAccessKeyInventory,
  toAccountInventory,
  toAccountResourceRefInventory,
  toQuotaInventory,
  toSharedResourceInventory,
} from '../../contract/inventories/account-inventory.js';
import {
  toAnyBackupStorageInventory,
  toCephBackupStorageInventory,
  toImageServerInventory,
} from '../../contract/inventories/backup-storage-inventory.js';
import {
  toCephOsdGroupInventory,
  toCephPrimaryStoragePoolInventory,
} from '../../contract/inventories/ceph-inventory.js';
import { toLocalStorageResourceRefInventory } from '../../contract/inventories/local-storage-resource-ref-inventory.js';
import { toClusterInventory } from '../../contract/inventories/cluster-inventory.js';
import { toAnyHostInventory } from '../../contract/inventories/host-inventory.js';
import { toImageCacheInventory } from '../../contract/inventories/image-cache-inventory.js';
import { toImageInventory } from '../../contract/inventories/image-inventory.js';
import { toSshKeyPairInventory } from '../../contract/inventories/ssh-key-pair-inventory.js';
import { toLongJobInventory } from '../../contract/inventories/long-job-inventory.js';
import {
  toAnyPrimaryStorageInventory,
  toCephPrimaryStorageInventory,
} from '../../contract/inventories/primary-storage-inventory.js';
import { toResourceConfigInventory } from '../../contract/inventories/resource-config-inventory.js';
import {
  toSystemTagInventory,
  toTagPatternInventory,
  toUserTagInventory,
} from '../../contract/inventories/tag-inventory.js';
import { toGarbageInventory } from '../../contract/inventories/garbage-inventory.js';
import { toManagementNodeInventory } from '../../contract/inventories/management-inventory.js';
import {
  toSecurityGroupInventory,
  toSecurityGroupRuleInventory,
  toVmNicSecurityGroupRefInventory,
  toVmNicSecurityPolicyInventory,
} from '../../contract/inventories/security-group-inventory.js';
import {
  toPolicyInventory,
  toUserGroupInventory,
  toUserInventory,
} from '../../contract/inventories/user-inventory.js';
import { toEipInventory, toVipInventory } from '../../contract/inventories/vip-inventory.js';
import { toWebhookInventory } from '../../contract/inventories/webhook-inventory.js';
import { statementsOf } from '../../services/users/permissions.js';
import {
  toDiskOfferingInventory,
  toInstanceOfferingInventory,
} from '../../contract/inventories/offering-inventory.js';
import {
  toAnyL2NetworkInventory,
  toL2VlanNetworkInventory,
} from '../../contract/inventories/l2-network-inventory.js';
import {
  toIpRangeInventory,
  toL3NetworkInventory,
  toNetworkServiceProviderInventory,
  toNetworkServiceRefInventory,
  toTypedIpRangeInventory,
  toUsedIpInventory,
} from '../../contract/inventories/l3-network-inventory.js';
import { toVmNicInventory } from '../../contract/inventories/vm-nic-inventory.js';
import {
  toVmCdRomInventory,
  toVmInstanceInventory,
} from '../../contract/inventories/vm-instance-inventory.js';
import {
  toImageGroupInventory,
  toImageGroupRefInventory,
} from '../../contract/inventories/image-group-inventory.js';
import { toVolumeInventory } from '../../contract/inventories/volume-inventory.js';
import { toImagePackageInventory } from '../../contract/inventories/image-package-inventory.js';
import { toReplicationGroupInventory } from '../../contract/inventories/replication-group-inventory.js';
import { toVolumeBackupInventory } from '../../contract/inventories/volume-backup-inventory.js';
import { toVolumeSnapshotGroupInventory } from '../../contract/inventories/volume-snapshot-group-inventory.js';
import {
  toVolumeSnapshotInventory,
  toVolumeSnapshotTreeInventory,
} from '../../contract/inventories/volume-snapshot-inventory.js';
import { toZoneInventory } from '../../contract/inventories/zone-inventory.js';
import type { InventoryQueries } from '../../domain/inventory-queries.js';
import { parseCondition } from '../../query/parse-condition.js';
import type { Page, Queryable } from '../../query/queryable.js';
import { allOf, EVERYTHING, queryByUuid, type Query } from '../../query/query.js';
import type { Conditions, ResourceAccess, Resources } from './emulator.js';
import type { Inventories } from './inventories.js';

/** Looks into a world: calls `look` with what can be asked of it. */
export type Look = <T>(look: (queries: InventoryQueries) => T) => T;

/** No list of a test is longer. */
const ALL = 2 ** 31 - 1;

/** How each kind is asked for. */
const READERS: { readonly [K in keyof Inventories]: Reader<Inventories[K]> } = {
  zones: reader((of) => of.zones, toZoneInventory),
  clusters: reader((of) => of.clusters, toClusterInventory),
  hosts: reader((of) => of.hosts, toAnyHostInventory),
  primaryStorages: reader((of) => of.primaryStorages, toAnyPrimaryStorageInventory),
  cephPrimaryStorages: reader((of) => of.cephPrimaryStorages, toCephPrimaryStorageInventory),
  cephPools: reader(
    (of) => of.cephPools,
    (row) => toCephPrimaryStoragePoolInventory(row, row.storage),
  ),
  cephOsdGroups: reader((of) => of.cephOsdGroups, toCephOsdGroupInventory),
  localStorageResourceRefs: reader(
    (of) => of.localStorageResourceRefs,
    toLocalStorageResourceRefInventory,
  ),
  imageCaches: reader((of) => of.imageCaches, toImageCacheInventory),
  backupStorages: reader(
    (of) => of.backupStorages,
    (row) => toAnyBackupStorageInventory(row, row.zoneUuids, row.mons),
  ),
  sftpBackupStorages: reader(
    (of) => of.sftpBackupStorages,
    (row) => toImageServerInventory(row, row.zoneUuids),
  ),
  cephBackupStorages: reader(
    (of) => of.cephBackupStorages,
    (row) => toCephBackupStorageInventory(row, row.zoneUuids, row.mons),
  ),
  imageStoreBackupStorages: reader(
    (of) => of.imageStoreBackupStorages,
    (row) => toImageServerInventory(row, row.zoneUuids),
  ),
  vmInstances: reader(
    (of) => of.vmInstances,
    (row) => toVmInstanceInventory(row, row.volumes, row.cdRoms, row.nics),
  ),
  vmNics: reader((of) => of.vmNics, toVmNicInventory),
  instanceOfferings: reader((of) => of.instanceOfferings, toInstanceOfferingInventory),
  diskOfferings: reader((of) => of.diskOfferings, toDiskOfferingInventory),
  l2Networks: reader((of) => of.l2Networks, toAnyL2NetworkInventory),
  l2VlanNetworks: reader((of) => of.l2VlanNetworks, toL2VlanNetworkInventory),
  l3Networks: reader((of) => of.l3Networks, toL3NetworkInventory),
  addressPools: reader((of) => of.addressPools, toTypedIpRangeInventory),
  networkServiceRefs: reader((of) => of.networkServiceRefs, toNetworkServiceRefInventory),
  networkServiceProviders: reader(
    (of) => of.networkServiceProviders,
    toNetworkServiceProviderInventory,
  ),
  ipRanges: reader((of) => of.ipRanges, toIpRangeInventory),
  usedIps: reader((of) => of.usedIps, toUsedIpInventory),
  volumes: reader((of) => of.volumes, toVolumeInventory),
  volumeSnapshots: reader((of) => of.volumeSnapshots, toVolumeSnapshotInventory),
  imageGroups: reader((of) => of.imageGroups, toImageGroupInventory),
  imageGroupRefs: reader((of) => of.imageGroupRefs, toImageGroupRefInventory),
  imagePackages: reader((of) => of.imagePackages, toImagePackageInventory),
  imageReplicationGroups: reader(
    (of) => of.imageReplicationGroups,
    (row) => toReplicationGroupInventory(row, row.refs),
  ),
  volumeBackups: reader(
    (of) => of.volumeBackups,
    (row) => toVolumeBackupInventory(row, row.refs),
  ),
  volumeSnapshotGroups: reader(
    (of) => of.volumeSnapshotGroups,
    (row) => toVolumeSnapshotGroupInventory(row, row.refs),
  ),
  volumeSnapshotTrees: reader(
    (of) => of.volumeSnapshotTrees,
    (row) => toVolumeSnapshotTreeInventory(row, row.snapshots),
  ),
  images: reader(
    (of) => of.images,
    (row) => toImageInventory(row, row.refs),
  ),
  accounts: reader((of) => of.accounts, toAccountInventory),
  accountResourceRefs: reader((of) => of.accountResourceRefs, toAccountResourceRefInventory),
  sharedResources: reader((of) => of.sharedResources, toSharedResourceInventory),
  quotas: reader((of) => of.quotas, toQuotaInventory),
  accessKeys: reader((of) => of.accessKeys, toAccessKeyInventory),
  users: reader((of) => of.users, toUserInventory),
  userGroups: reader((of) => of.userGroups, toUserGroupInventory),
  policies: reader(
    (of) => of.policies,
    (row) => toPolicyInventory(row, statementsOf(row)),
  ),
  managementNodes: reader((of) => of.managementNodes, toManagementNodeInventory),
  garbageJobs: reader((of) => of.garbageJobs, toGarbageInventory),
  webhooks: reader((of) => of.webhooks, toWebhookInventory),
  vips: reader((of) => of.vips, toVipInventory),
  eips: reader((of) => of.eips, toEipInventory),
  securityGroups: reader((of) => of.securityGroups, toSecurityGroupInventory),
  securityGroupRules: reader((of) => of.securityGroupRules, toSecurityGroupRuleInventory),
  vmNicSecurityGroupRefs: reader(
    (of) => of.vmNicSecurityGroupRefs,
    toVmNicSecurityGroupRefInventory,
  ),
  vmNicSecurityPolicies: reader((of) => of.vmNicSecurityPolicies, toVmNicSecurityPolicyInventory),
  systemTags: reader((of) => of.systemTags, toSystemTagInventory),
  userTags: reader((of) => of.userTags, toUserTagInventory),
  tagPatterns: reader((of) => of.tagPatterns, toTagPatternInventory),
  vmCdRoms: reader((of) => of.vmCdRoms, toVmCdRomInventory),
  sshKeyPairs: reader((of) => of.sshKeyPairs, toSshKeyPairInventory),
  longJobs: reader((of) => of.longJobs, toLongJobInventory),
  globalConfigs: reader(
    (of) => of.globalConfigs,
    ({ id, name, category, description, defaultValue, value }) => ({
      id,
      name,
      category,
      description,
      defaultValue,
      value,
    }),
  ),
  resourceConfigs: reader((of) => of.resourceConfigs, toResourceConfigInventory),
};

/** Everything that a world can be asked for, without a request: what admin sees. */
export function resourcesOf(look: Look): Resources {
  const access = Object.entries(READERS).map(([name, read]) => [
    name,
    accessTo(look, read as Reader<unknown>),
  ]);
  return Object.fromEntries(access) as Resources;
}

type Reader<Inventory> = (queries: InventoryQueries, query: Query) => Page<Inventory>;

function reader<Row, Inventory>(
  of: (queries: InventoryQueries) => Queryable<Row>,
  toInventory: (row: Row) => Inventory,
): Reader<Inventory> {
  return (queries, query) => {
    const { rows, total } = of(queries).query(query, undefined);
    return { rows: rows.map(toInventory), total };
  };
}

function accessTo<Inventory>(look: Look, read: Reader<Inventory>): ResourceAccess<Inventory> {
  const access = {
    get: (uuid: string) => look((queries) => read(queries, queryByUuid(uuid))).rows[0],
    list(conditions?: Conditions<Inventory>) {
      const query = { ...EVERYTHING, where: whereOf(conditions), limit: ALL };
      return [...look((queries) => read(queries, query)).rows];
    },
    count(conditions?: Conditions<Inventory>) {
      const query = { ...EVERYTHING, where: whereOf(conditions), reply: 'count' as const };
      return look((queries) => read(queries, query)).total ?? 0;
    },
  };
  return access as unknown as ResourceAccess<Inventory>;
}

type PlainValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

function whereOf(conditions: unknown): Query['where'] {
  if (conditions === undefined) return undefined;
  if (typeof conditions === 'string') return parseCondition(conditions);
  if (Array.isArray(conditions)) return allOf((conditions as string[]).map(parseCondition));
  return allOf(
    Object.entries(conditions as PlainValues).map(([field, value]) => equals(field, value)),
  );
}

const equals = (field: string, value: PlainValues[string]) =>
  value === null || value === undefined
    ? ({ kind: 'comparison', path: [field], operator: 'isNull', values: [] } as const)
    : ({
        kind: 'comparison',
        path: [field],
        operator: 'equal',
        values: [String(value)],
      } as const);
