import { StateMachine } from '../../core/state-machine.js';
import type { Architecture } from '../image/image.js';
import type { ResourceRepository } from '../resource-repository.js';

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

/** The states in which a template may be made from a VM's root volume, in the order in which the real system prints its set. */
export const TEMPLATE_VM_STATES: readonly VmState[] = ['Stopped', 'Running', 'Paused'];

/** The states in which an Sftp storage refuses a template: it needs the volume at rest. */
export const ONLINE_VM_STATES: readonly VmState[] = ['Running', 'Paused'];

export type VmStateEvent =
  'start' | 'started' | 'stop' | 'stopped' | 'destroy' | 'destroyed' | 'recover' | 'expunge';

const GOES = { destroy: 'Destroying' } as const;
const CAN_STOP = { stop: 'Stopping', ...GOES } as const;

/** State of a VM, as far as images need it: hosts, pausing and migration are not emulated. */
export const vmStateMachine = new StateMachine<VmState, VmStateEvent>('vm state', {
  Created: { start: 'Starting', ...GOES },
  Starting: { started: 'Running', stopped: 'Stopped', ...GOES },
  Running: CAN_STOP,
  Stopping: { stopped: 'Stopped', ...GOES },
  Stopped: { start: 'Starting', stop: 'Stopping', ...GOES },
  Rebooting: GOES,
  Destroying: { destroyed: 'Destroyed' },
  Destroyed: { destroy: 'Destroying', recover: 'Stopped', expunge: 'Expunging' },
  Migrating: {},
  Expunging: {},
  Pausing: GOES,
  Paused: CAN_STOP,
  Resuming: GOES,
  VolumeMigrating: {},
  VolumeRecovering: {},
  Error: GOES,
  NoState: CAN_STOP,
  Unknown: CAN_STOP,
  Crashed: { start: 'Starting', ...CAN_STOP },
});

/** A CD-ROM drive of a VM: where an ISO is attached. */
export interface VmCdRom {
  readonly uuid: string;
  readonly vmInstanceUuid: string;
  readonly name: string;
  readonly deviceId: number;
  readonly isoUuid: string | null;
  readonly isoInstallPath: string | null;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface VmInstanceRepository extends ResourceRepository<
  VmInstance,
  | 'name'
  | 'description'
  | 'state'
  | 'hostUuid'
  | 'lastHostUuid'
  | 'platform'
  | 'guestOsType'
  | 'cpuNum'
  | 'memorySize'
> {
  listByZone(zoneUuid: string): VmInstance[];
  listByStates(states: readonly VmState[]): VmInstance[];
  insertCdRom(cdRom: VmCdRom): void;
  /** CD-ROM drives of a VM, by their device number. */
  listCdRoms(vmInstanceUuid: string): VmCdRom[];
  listCdRomsWithIso(isoUuid: string): VmCdRom[];
  putIso(cdRom: VmCdRom, iso: Pick<VmCdRom, 'isoUuid' | 'isoInstallPath'>, now: number): void;
}
