import { switchMachine } from '../../core/state-machine.js';
import type { ResourceRepository } from '../resource-repository.js';

export const OFFERING_STATES = ['Enabled', 'Disabled'] as const;
export type OfferingState = (typeof OFFERING_STATES)[number];

/** State of an offering: one that is Disabled makes no VM and no volume. */
export const offeringStateMachine = switchMachine('offering state');

/** The processors and the memory of VMs to be. Memory is bytes. */
export interface InstanceOffering {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly cpuNum: number;
  readonly cpuSpeed: number;
  readonly memorySize: number;
  readonly reservedMemorySize: number;
  readonly type: string;
  readonly allocatorStrategy: string;
  readonly sortKey: number;
  readonly state: OfferingState;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export type InstanceOfferingRepository = ResourceRepository<
  InstanceOffering,
  'name' | 'description' | 'allocatorStrategy' | 'state'
>;

/** The size of volumes to be, in bytes. */
export interface DiskOffering {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly diskSize: number;
  readonly sortKey: number;
  readonly state: OfferingState;
  readonly type: string;
  readonly allocatorStrategy: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export type DiskOfferingRepository = ResourceRepository<
  DiskOffering,
  'name' | 'description' | 'state'
>;

/** How the real system can be told to choose a host; of others it says that they are not supported. */
export const HOST_ALLOCATORS: readonly string[] = [
  'DefaultHostAllocatorStrategy',
  'DesignatedHostAllocatorStrategy',
  'LastHostPreferredAllocatorStrategy',
  'MigrateVmAllocatorStrategy',
  'LeastVmPreferredHostAllocatorStrategy',
  'StoppedVmAwareLeastVmPreferredHostAllocatorStrategy',
  'LocalStorageMigrateVmAllocatorStrategy',
];
export const USUAL_HOST_ALLOCATOR = 'LeastVmPreferredHostAllocatorStrategy';

/** How it can be told to choose a primary storage. */
export const STORAGE_ALLOCATORS: readonly string[] = [
  'DefaultPrimaryStorageAllocationStrategy',
  'LocalPrimaryStorageStrategy',
  'LeastVolumePrimaryStorageAllocationStrategy',
  'MaximumAvailableCapacityAllocationStrategy',
  'CustomOrderPrimaryStorageAllocationStrategy',
];
export const USUAL_STORAGE_ALLOCATOR = 'DefaultPrimaryStorageAllocationStrategy';

export const USER_VM_OFFERING = 'UserVm';
export const INSTANCE_OFFERING_TYPES: readonly string[] = [USER_VM_OFFERING];
export const DISK_OFFERING_TYPES = ['zstack'] as const;

/** No guest starts with less memory. */
export const LEAST_MEMORY = 16 * 2 ** 20;
