import type { Architecture } from '../image/image.js';

/** A virtual machine, as far as images need one. Memory is bytes, dates ms since 1970. */
export interface VmInstance {
  readonly uuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly zoneUuid: string;
  readonly clusterUuid: string | null;
  readonly imageUuid: string | null;
  readonly hostUuid: string | null;
  readonly lastHostUuid: string | null;
  readonly instanceOfferingUuid: string | null;
  readonly platform: string;
  readonly architecture: Architecture;
  readonly guestOsType: string;
  /** Whether the guest has virtio drivers; templates of its root volume inherit it. */
  readonly virtio: boolean;
  readonly type: string;
  readonly hypervisorType: string;
  readonly memorySize: number;
  readonly cpuNum: number;
  readonly state: VmState;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export const VM_STATES = [
  'Created',
  'Starting',
  'Running',
  'Stopping',
  'Stopped',
  'Rebooting',
  'Destroying',
  'Destroyed',
  'Migrating',
  'Expunging',
  'Pausing',
  'Paused',
  'Resuming',
  'VolumeMigrating',
  'VolumeRecovering',
  'Error',
  'NoState',
  'Unknown',
  'Crashed',
] as const;
export type VmState = (typeof VM_STATES)[number];

/** The states in which a template may be made from a VM's root volume. */
export const TEMPLATE_VM_STATES: readonly VmState[] = ['Running', 'Stopped', 'Paused'];

/** The states in which an Sftp storage refuses a template: it needs the volume at rest. */
export const ONLINE_VM_STATES: readonly VmState[] = ['Running', 'Paused'];

export interface VmInstanceRepository {
  insert(vm: VmInstance): void;
  find(uuid: string): VmInstance | undefined;
}
