import { apiError } from '../../core/api-error.js';
import { configFlag } from '../../domain/global-config.js';
import {
  HOST_ALLOCATORS,
  INSTANCE_OFFERING_TYPES,
  LEAST_MEMORY,
  STORAGE_ALLOCATORS,
  USUAL_HOST_ALLOCATOR,
  USUAL_STORAGE_ALLOCATOR,
  USER_VM_OFFERING,
} from '../../domain/offering/offering.js';
import type { World } from '../../domain/world.js';
import { newUuid } from '../resources/lookup.js';
import { writeTags, type NewTags } from '../tags/write-tags.js';

/** What every new offering is given. */
interface NewOffering extends NewTags {
  readonly name: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly ownerUuid: string;
}

const wrong = (details: string) => apiError('SYS.1007', details);

/** @throws SYS.1007 for a way to choose hosts that nothing knows */
export function checkHostAllocator(strategy: string | null): void {
  if (strategy === null || HOST_ALLOCATORS.includes(strategy)) return;
  throw wrong(`unsupported host allocation strategy[${strategy}]`);
}

/** @throws SYS.1007 */
export function checkStorageAllocator(strategy: string | null): void {
  if (strategy === null || STORAGE_ALLOCATORS.includes(strategy)) return;
  throw wrong(`unsupported primary storage allocation strategy[${strategy}]`);
}

/** Memory is bytes. */
interface Sizes {
  readonly memorySize: number;
  readonly reservedMemorySize: number;
}

/** @throws SYS.1007 */
export function checkInstanceOffering(
  sizes: Sizes,
  allocatorStrategy: string | null,
  type: string | null,
): void {
  checkHostAllocator(allocatorStrategy);
  if (type !== null && !INSTANCE_OFFERING_TYPES.includes(type)) {
    throw wrong(`unsupported instance offering type[${type}]`);
  }
  const { memorySize, reservedMemorySize } = sizes;
  if (memorySize < LEAST_MEMORY) {
    throw wrong(
      `memory size[${memorySize} bytes] is less than 16M, no modern operating system is likely able to boot with such small memory size`,
    );
  }
  if (reservedMemorySize > memorySize) {
    throw wrong(
      `reserved memory size[${reservedMemorySize} bytes] is greater than memory size[${memorySize} bytes]`,
    );
  }
}

export function createInstanceOffering(
  world: World,
  wanted: NewOffering,
  told: Sizes & {
    readonly cpuNum: number;
    readonly allocatorStrategy: string | null;
    readonly type: string | null;
  },
  now: number,
): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  world.repositories.instanceOfferings.insert({
    uuid,
    name: wanted.name,
    description: wanted.description,
    cpuNum: told.cpuNum,
    cpuSpeed: 0,
    memorySize: told.memorySize,
    reservedMemorySize: told.reservedMemorySize,
    type: told.type ?? USER_VM_OFFERING,
    allocatorStrategy: told.allocatorStrategy ?? USUAL_HOST_ALLOCATOR,
    // The real system does not write down the one that it is given.
    sortKey: 0,
    state: 'Enabled',
    createDate: now,
    lastOpDate: now,
  });
  world.repositories.accounts.own(wanted.ownerUuid, uuid, 'InstanceOfferingVO');
  writeTags(world, 'InstanceOfferingVO', uuid, wanted, now);
  return uuid;
}

export function createDiskOffering(
  world: World,
  wanted: NewOffering,
  told: {
    readonly diskSize: number;
    readonly sortKey: number;
    readonly allocationStrategy: string | null;
    readonly type: string | null;
  },
  now: number,
): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  world.repositories.diskOfferings.insert({
    uuid,
    name: wanted.name,
    description: wanted.description,
    diskSize: told.diskSize,
    sortKey: told.sortKey,
    state: 'Enabled',
    type: told.type ?? 'zstack',
    allocatorStrategy: told.allocationStrategy ?? USUAL_STORAGE_ALLOCATOR,
    createDate: now,
    lastOpDate: now,
  });
  world.repositories.accounts.own(wanted.ownerUuid, uuid, 'DiskOfferingVO');
  writeTags(world, 'DiskOfferingVO', uuid, wanted, now);
  return uuid;
}

/** Removes an offering; its VMs forget it where `vm/instanceOffering.setNullWhenDeleting` says so. */
export function deleteInstanceOffering(world: World, uuid: string, now: number): void {
  const { instanceOfferings, vmInstances, globalConfig } = world.repositories;
  if (configFlag(globalConfig, 'vmInstanceOfferingSetNullWhenDeleting')) {
    for (const vm of vmInstances.listByOffering(uuid)) {
      vmInstances.update(vm, { instanceOfferingUuid: null }, now);
    }
  }
  forget(world, uuid);
  instanceOfferings.remove(uuid);
}

/** Removes an offering; its volumes forget it where `volume/diskOffering.setNullWhenDeleting` says so. */
export function deleteDiskOffering(world: World, uuid: string, now: number): void {
  const { diskOfferings, volumes, globalConfig } = world.repositories;
  if (configFlag(globalConfig, 'setNullWhenDeleting')) {
    for (const volume of volumes.listByOffering(uuid)) {
      volumes.update(volume, { diskOfferingUuid: null }, now);
    }
  }
  forget(world, uuid);
  diskOfferings.remove(uuid);
}

function forget({ repositories }: World, uuid: string): void {
  repositories.tags.removeAll(uuid);
  repositories.accounts.disown(uuid);
}
