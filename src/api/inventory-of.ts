import {
  toAccessKeyInventory,
  toAccountInventory,
} from '../contract/inventories/account-inventory.js';
import {
  toAnyBackupStorageInventory,
  toBackupStorageInventory,
} from '../contract/inventories/backup-storage-inventory.js';
import { toCephPrimaryStoragePoolInventory } from '../contract/inventories/ceph-inventory.js';
import { toClusterInventory } from '../contract/inventories/cluster-inventory.js';
import { toAnyHostInventory, toHostInventory } from '../contract/inventories/host-inventory.js';
import { toImageInventory } from '../contract/inventories/image-inventory.js';
import { toSshKeyPairInventory } from '../contract/inventories/ssh-key-pair-inventory.js';
import { toLongJobInventory } from '../contract/inventories/long-job-inventory.js';
import {
  toAnyPrimaryStorageInventory,
  toPrimaryStorageInventory,
} from '../contract/inventories/primary-storage-inventory.js';
import {
  toSystemTagInventory,
  toTagPatternInventory,
} from '../contract/inventories/tag-inventory.js';
import { toAnyL2NetworkInventory } from '../contract/inventories/l2-network-inventory.js';
import {
  toL3NetworkInventory,
  toTypedIpRangeInventory,
} from '../contract/inventories/l3-network-inventory.js';
import {
  toDiskOfferingInventory,
  toInstanceOfferingInventory,
} from '../contract/inventories/offering-inventory.js';
import { toEipInventory, toVipInventory } from '../contract/inventories/vip-inventory.js';
import { toVmNicInventory } from '../contract/inventories/vm-nic-inventory.js';
import { toReplicationGroupInventory } from '../contract/inventories/replication-group-inventory.js';
import { toSecurityGroupInventory } from '../contract/inventories/security-group-inventory.js';
import {
  toPolicyInventory,
  toUserGroupInventory,
  toUserInventory,
} from '../contract/inventories/user-inventory.js';
import {
  toVmCdRomInventory,
  toVmInstanceInventory,
} from '../contract/inventories/vm-instance-inventory.js';
import { toImageGroupInventory } from '../contract/inventories/image-group-inventory.js';
import { toVolumeInventory } from '../contract/inventories/volume-inventory.js';
import { toImagePackageInventory } from '../contract/inventories/image-package-inventory.js';
import { toVolumeBackupInventory } from '../contract/inventories/volume-backup-inventory.js';
import { toVolumeSnapshotGroupInventory } from '../contract/inventories/volume-snapshot-group-inventory.js';
import { toVolumeSnapshotInventory } from '../contract/inventories/volume-snapshot-inventory.js';
import { toWebhookInventory } from '../contract/inventories/webhook-inventory.js';
import { toZoneInventory } from '../contract/inventories/zone-inventory.js';
import { apiError } from '../core/api-error.js';
import type { HostWithUse } from '../domain/host/host.js';
import type { L3Network } from '../domain/network/l3-network.js';
import type { VmNic } from '../domain/network/vm-nic.js';
import type { VmInstance } from '../domain/vm-instance/vm-instance.js';
import {
  accessKeyOf,
  accountOf,
  backupStorageOf,
  cephPoolOf,
  clusterOf,
  hostOf,
  diskOfferingOf,
  imageOf,
  instanceOfferingOf,
  ipRangeOf,
  l2NetworkOf,
  l3NetworkOf,
  longJobOf,
  sshKeyPairOf,
  policyOf,
  primaryStorageOf,
  replicationGroupOf,
  securityGroupOf,
  imageGroupOf,
  imagePackageOf,
  volumeBackupOf,
  snapshotGroupOf,
  snapshotOf,
  systemTagOf,
  tagPatternOf,
  eipOf,
  vipOf,
  vmNicOf,
  userGroupOf,
  userOf,
  vmOf,
  volumeOf,
  webhookOf,
  zoneOf,
} from '../services/resources/lookup.js';
import type { World } from '../domain/world.js';
import { statementsOf } from '../services/users/permissions.js';

/** What a command or flow tells of what it worked on. */
type Outcome = Readonly<Record<string, unknown>>;

/*
 * Success bodies of operations that answer one inventory: read when the job ends, from the uuid
 * that its outcome tells.
 */

export const imageResult = (world: World, { imageUuid }: Outcome) => {
  const uuid = String(imageUuid);
  const { images } = world.repositories;
  return { inventory: toImageInventory(imageOf(world, uuid), images.listRefs(uuid)) };
};

export const zoneResult = (world: World, { uuid }: Outcome) => ({
  inventory: toZoneInventory(zoneOf(world, String(uuid))),
});

export const clusterResult = (world: World, { uuid }: Outcome) => ({
  inventory: toClusterInventory(clusterOf(world, String(uuid))),
});

/** A host as its own class. */
export const hostResult = (world: World, { uuid }: Outcome) => ({
  inventory: toAnyHostInventory(hostWithUse(world, String(uuid))),
});

/** A host as its parent class, which is how the real system answers some calls. */
export const plainHostResult = (world: World, { uuid }: Outcome) => ({
  inventory: toHostInventory(hostWithUse(world, String(uuid))),
});

function hostWithUse(world: World, uuid: string): HostWithUse {
  const [host] = world.repositories.hosts.withUse([hostOf(world, uuid)]);
  return host ?? { ...hostOf(world, uuid), used: { guests: 0, cpus: 0, memory: 0 }, cpuRatio: 0 };
}

/** A backup storage as most calls answer it: the real system's class for Ceph does not name itself there. */
export const backupStorageResult = (world: World, outcome: Outcome) => {
  const storage = backupStorageOf(world, String(outcome['uuid']));
  if (storage.type !== 'Ceph') return typedBackupStorageResult(world, outcome);
  const zoneUuids = world.repositories.backupStorages.zoneUuids(storage.uuid);
  return { inventory: toBackupStorageInventory(storage, zoneUuids) };
};

/** With the fields that only its type has. */
export const typedBackupStorageResult = (world: World, { uuid }: Outcome) => {
  const { backupStorages, cephBackupStorageMons } = world.repositories;
  const storage = backupStorageOf(world, String(uuid));
  const zoneUuids = backupStorages.zoneUuids(storage.uuid);
  const mons = cephBackupStorageMons.listByStorage(storage.uuid);
  return { inventory: toAnyBackupStorageInventory(storage, zoneUuids, mons) };
};

/** A primary storage as its parent class, which is how the real system answers some calls. */
export const primaryStorageResult = (world: World, { uuid }: Outcome) => {
  const storage = primaryStorageOf(world, String(uuid));
  const clusterUuids = world.repositories.primaryStorages.clusterUuids(storage.uuid);
  return { inventory: toPrimaryStorageInventory(storage, clusterUuids) };
};

/** With the fields that only its type has. */
export const typedPrimaryStorageResult = (world: World, { uuid }: Outcome) => {
  const { primaryStorages, cephPrimaryStorageMons, cephPools } = world.repositories;
  const storage = primaryStorageOf(world, String(uuid));
  return {
    inventory: toAnyPrimaryStorageInventory({
      ...storage,
      clusterUuids: primaryStorages.clusterUuids(storage.uuid),
      mons: cephPrimaryStorageMons.listByStorage(storage.uuid),
      pools: cephPools.listByStorage(storage.uuid),
    }),
  };
};

export const cephPoolResult = (world: World, { uuid }: Outcome) => {
  const pool = cephPoolOf(world, String(uuid));
  const storage = primaryStorageOf(world, pool.primaryStorageUuid);
  return { inventory: toCephPrimaryStoragePoolInventory(pool, storage) };
};

export const volumeResult = (world: World, { volumeUuid }: Outcome) => ({
  inventory: toVolumeInventory(volumeOf(world, String(volumeUuid))),
});

export const snapshotResult = (world: World, { snapshotUuid }: Outcome) => ({
  inventory: toVolumeSnapshotInventory(snapshotOf(world, String(snapshotUuid))),
});

export const volumeBackupResult = (world: World, { backupUuid }: Outcome) => {
  const uuid = String(backupUuid);
  const refs = world.repositories.volumeBackups.listRefs(uuid);
  return { inventory: toVolumeBackupInventory(volumeBackupOf(world, uuid), refs) };
};

export const imageGroupResult = (world: World, { groupUuid }: Outcome) => ({
  inventory: toImageGroupInventory(imageGroupOf(world, String(groupUuid))),
});

export const imagePackageResult = (world: World, { packageUuid }: Outcome) => ({
  inventory: toImagePackageInventory(imagePackageOf(world, String(packageUuid))),
});
export const replicationGroupResult = (world: World, outcome: Outcome) => {
  const uuid = String(outcome['uuid']);
  const refs = world.repositories.replicationGroups.listRefs(uuid);
  return { inventory: toReplicationGroupInventory(replicationGroupOf(world, uuid), refs) };
};

export const snapshotGroupResult = (world: World, { groupUuid }: Outcome) => {
  const uuid = String(groupUuid);
  const refs = world.repositories.volumeSnapshotGroups.listRefs(uuid);
  return { inventory: toVolumeSnapshotGroupInventory(snapshotGroupOf(world, uuid), refs) };
};

export const vmResult = (world: World, { vmUuid }: Outcome) => ({
  inventory: vmInventoryOf(world, vmOf(world, String(vmUuid))),
});

export const vmCdRomResult = (world: World, { uuid }: Outcome) => {
  const drive = world.repositories.vmInstances.findCdRom(String(uuid));
  if (drive) return { inventory: toVmCdRomInventory(drive) };
  throw apiError('SYS.1000', `cannot find the CD-ROM[uuid:${String(uuid)}]`);
};

/** A VM with its volumes and drives. */
export const vmInventoryOf = ({ repositories }: World, vm: VmInstance) =>
  toVmInstanceInventory(
    vm,
    repositories.volumes.listByVm(vm.uuid),
    repositories.vmInstances.listCdRoms(vm.uuid),
    repositories.vmNics.listByVm(vm.uuid).map((nic) => withIps(repositories, nic)),
  );

const withIps = ({ usedIps }: World['repositories'], nic: VmNic) => ({
  ...nic,
  usedIps: usedIps.listByNic(nic.uuid),
});

export const vmNicResult = (world: World, { nicUuid }: Outcome) => ({
  inventory: toVmNicInventory(withIps(world.repositories, vmNicOf(world, String(nicUuid)))),
});

export const vipResult = (world: World, { uuid }: Outcome) => {
  const [vip] = world.repositories.vips.inUse([vipOf(world, String(uuid))]);
  return vip ? { inventory: toVipInventory(vip) } : {};
};

export const eipResult = (world: World, { uuid }: Outcome) => ({
  inventory: toEipInventory(eipOf(world, String(uuid))),
});

export const instanceOfferingResult = (world: World, { uuid }: Outcome) => ({
  inventory: toInstanceOfferingInventory(instanceOfferingOf(world, String(uuid))),
});

export const diskOfferingResult = (world: World, { uuid }: Outcome) => ({
  inventory: toDiskOfferingInventory(diskOfferingOf(world, String(uuid))),
});

export const l2NetworkResult = (world: World, { uuid }: Outcome) => {
  const network = l2NetworkOf(world, String(uuid));
  const clusterUuids = world.repositories.l2Networks.clusterUuids(network.uuid);
  return { inventory: toAnyL2NetworkInventory({ ...network, clusterUuids }) };
};

export const l3NetworkResult = (world: World, { l3NetworkUuid }: Outcome) => ({
  inventory: l3InventoryOf(world, l3NetworkOf(world, String(l3NetworkUuid))),
});

/** A network with all that belongs to it. */
export const l3InventoryOf = ({ repositories }: World, network: L3Network) =>
  toL3NetworkInventory({ ...network, ...repositories.l3Networks.partsOf(network.uuid) });

export const ipRangeResult = (world: World, { uuid }: Outcome) => ({
  inventory: toTypedIpRangeInventory(ipRangeOf(world, String(uuid))),
});

export const accountResult = (world: World, { uuid }: Outcome) => ({
  inventory: toAccountInventory(accountOf(world, String(uuid))),
});

export const accessKeyResult = (world: World, { uuid }: Outcome) => ({
  inventory: toAccessKeyInventory(accessKeyOf(world, String(uuid))),
});

export const userResult = (world: World, { uuid }: Outcome) => ({
  inventory: toUserInventory(userOf(world, String(uuid))),
});

export const userGroupResult = (world: World, { uuid }: Outcome) => ({
  inventory: toUserGroupInventory(userGroupOf(world, String(uuid))),
});

export const policyResult = (world: World, { uuid }: Outcome) => {
  const policy = policyOf(world, String(uuid));
  return { inventory: toPolicyInventory(policy, statementsOf(policy)) };
};

export const webhookResult = (world: World, { uuid }: Outcome) => ({
  inventory: toWebhookInventory(webhookOf(world, String(uuid))),
});

/** Empty where a call found nothing to do. */
export const securityGroupResult = (world: World, { uuid }: Outcome) => {
  if (typeof uuid !== 'string') return {};
  const { securityGroups } = world.repositories;
  const group = {
    ...securityGroupOf(world, uuid),
    rules: securityGroups.listRules(uuid),
    l3NetworkUuids: securityGroups.listL3s(uuid).map(({ l3NetworkUuid }) => l3NetworkUuid),
  };
  return { inventory: toSecurityGroupInventory(group) };
};

/** Empty where a system tag was there already. */
export const tagPatternResult = (world: World, { uuid }: Outcome) => ({
  inventory: toTagPatternInventory(tagPatternOf(world, String(uuid))),
});

export const systemTagResult = (world: World, { uuid }: Outcome) =>
  typeof uuid === 'string' ? { inventory: toSystemTagInventory(systemTagOf(world, uuid)) } : {};

export const sshKeyPairResult = (world: World, { uuid }: Outcome) => ({
  inventory: toSshKeyPairInventory(sshKeyPairOf(world, String(uuid))),
});

export const longJobResult = (world: World, { uuid }: Outcome) => ({
  inventory: toLongJobInventory(longJobOf(world, String(uuid))),
});
