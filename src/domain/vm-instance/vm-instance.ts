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
  readonly defaultL3NetworkUuid: string | null;
  readonly platform: string;
  readonly architecture: Architecture;
  readonly guestOsType: string;
  /** Whether the guest has virtio drivers; templates of its root volume inherit it. */
  readonly virtio: boolean;
  readonly type: string;
  readonly hypervisorType: string;
  readonly memorySize: number;
  /** Bytes that its host keeps for it, whatever the overcommitment. */
  readonly reservedMemorySize: number;
  readonly cpuNum: number;
  /** Both of its instance offering; 0 and null where it was made of none. */
  readonly cpuSpeed: number;
  readonly allocatorStrategy: string | null;
  readonly state: VmState;
  /** The call that made it, as JSON, while it is Created: its disks and drives come with its first start. */
  readonly creation: string | null;
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

/**
 * The states in which a VM obeys a message of the real system (AbstractVmInstance, allowedOperations). What is not
 * here is done in any state: a VM is destroyed and updated whatever it does.
 */
export const STATES_FOR = {
  APIStartVmInstanceMsg: ['Created', 'Running', 'Stopped', 'Crashed'],
  APIStopVmInstanceMsg: ['NoState', 'Running', 'Stopped', 'Unknown', 'Crashed', 'Paused'],
  APIRecoverVmInstanceMsg: ['Destroyed'],
  APIExpungeVmInstanceMsg: ['Destroyed'],
  AttachIsoToVmInstanceMsg: ['Running', 'Stopped', 'Paused'],
  APIDetachIsoFromVmInstanceMsg: ['Running', 'Stopped', 'Paused'],
  RebootVmInstanceMsg: ['NoState', 'Running', 'Crashed'],
  APIPauseVmInstanceMsg: ['Running'],
  APIResumeVmInstanceMsg: ['Paused'],
  APIMigrateVmMsg: ['Running', 'Unknown', 'Paused'],
  APIGetVmMigrationCandidateHostsMsg: ['Running', 'Paused'],
  APIGetVmStartingCandidateClustersHostsMsg: ['Stopped'],
  APIGetVmConsoleAddressMsg: ['Running', 'Crashed'],
  CreateVmCdRomMsg: ['Stopped'],
  'cdrom.DeleteVmCdRomMsg': ['Stopped'],
  APIChangeInstanceOfferingMsg: ['Running', 'Stopped', 'Paused'],
  APISetVmStaticIpMsg: ['Running', 'Stopped'],
  FlattenVmInstanceMsg: ['Running', 'Stopped', 'Paused'],
  CancelFlattenVmInstanceMsg: ['Running', 'Stopped', 'Paused'],
  APISetVmBootVolumeMsg: ['Stopped'],
  APIChangeVmImageMsg: ['Stopped'],
} as const satisfies Record<string, readonly VmState[]>;

/** What a VM is asked to do. */
export type VmMessage = keyof typeof STATES_FOR;

export type VmStateEvent =
  | 'start'
  | 'started'
  | 'stop'
  | 'stopped'
  | 'reboot'
  | 'rebooted'
  | 'pause'
  | 'paused'
  | 'resume'
  | 'resumed'
  | 'migrate'
  | 'migrated'
  | 'migrateVolume'
  | 'volumeMigrated'
  | 'lost'
  | 'found'
  | 'destroy'
  | 'destroyed'
  | 'recover'
  | 'expunge'
  /** What was asked of it could not be done, and it is what it was. */
  | `backTo${VmState}`;

const GOES = { destroy: 'Destroying' } as const;
const CAN_STOP = { stop: 'Stopping', ...GOES } as const;
/** On a host that may fall silent. */
const ON_HOST = { lost: 'Unknown' } as const;

/** State of a VM: what calls make of it, and what a host does that falls silent. */
export const vmStateMachine = new StateMachine<VmState, VmStateEvent>('vm state', {
  Created: { start: 'Starting', ...GOES },
  Starting: {
    started: 'Running',
    stopped: 'Stopped',
    backToCreated: 'Created',
    backToStopped: 'Stopped',
    backToCrashed: 'Crashed',
    ...ON_HOST,
    ...GOES,
  },
  Running: { reboot: 'Rebooting', pause: 'Pausing', migrate: 'Migrating', ...ON_HOST, ...CAN_STOP },
  Stopping: {
    stopped: 'Stopped',
    backToNoState: 'NoState',
    backToRunning: 'Running',
    backToUnknown: 'Unknown',
    backToCrashed: 'Crashed',
    backToPaused: 'Paused',
    ...ON_HOST,
    ...GOES,
  },
  Stopped: { start: 'Starting', stop: 'Stopping', migrateVolume: 'VolumeMigrating', ...GOES },
  Rebooting: {
    rebooted: 'Running',
    stopped: 'Stopped',
    backToNoState: 'NoState',
    backToRunning: 'Running',
    backToCrashed: 'Crashed',
    ...ON_HOST,
    ...GOES,
  },
  Destroying: { destroyed: 'Destroyed', ...GOES },
  Destroyed: { destroy: 'Destroying', recover: 'Stopped', expunge: 'Expunging' },
  Migrating: {
    migrated: 'Running',
    paused: 'Paused',
    stopped: 'Stopped',
    ...ON_HOST,
    ...GOES,
  },
  Expunging: GOES,
  Pausing: {
    paused: 'Paused',
    stopped: 'Stopped',
    backToRunning: 'Running',
    ...ON_HOST,
    ...GOES,
  },
  Paused: { resume: 'Resuming', migrate: 'Migrating', ...ON_HOST, ...CAN_STOP },
  Resuming: {
    resumed: 'Running',
    stopped: 'Stopped',
    backToPaused: 'Paused',
    ...ON_HOST,
    ...GOES,
  },
  VolumeMigrating: { volumeMigrated: 'Stopped', ...GOES },
  VolumeRecovering: GOES,
  Error: GOES,
  NoState: { reboot: 'Rebooting', ...CAN_STOP },
  Unknown: { found: 'Running', migrate: 'Migrating', ...ON_HOST, ...CAN_STOP },
  Crashed: { start: 'Starting', reboot: 'Rebooting', ...CAN_STOP },
});

/** What a VM can boot from. */
export const BOOT_DEVICES: readonly string[] = ['HardDisk', 'CdRom', 'Network'];

/** A CD-ROM drive of a VM: where an ISO is attached. */
export interface VmCdRom {
  readonly uuid: string;
  readonly vmInstanceUuid: string;
  readonly name: string;
  readonly description: string | null;
  readonly deviceId: number;
  readonly isoUuid: string | null;
  readonly isoInstallPath: string | null;
  /** How the ISO comes to its host; of the storages here none says so. */
  readonly protocol: string | null;
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
  | 'zoneUuid'
  | 'clusterUuid'
  | 'creation'
  | 'defaultL3NetworkUuid'
  | 'reservedMemorySize'
  | 'platform'
  | 'guestOsType'
  | 'cpuNum'
  | 'memorySize'
  | 'instanceOfferingUuid'
  | 'allocatorStrategy'
  | 'imageUuid'
  | 'architecture'
  | 'virtio'
> {
  listByZone(zoneUuid: string): VmInstance[];
  listByOffering(instanceOfferingUuid: string): VmInstance[];
  /** Its number in its world, as the names of its NICs on a host have it. */
  internalId(uuid: string): number;
  /** Whether a VM has this name, other than the one of this uuid. */
  hasName(name: string, except: string | null): boolean;
  listByStates(states: readonly VmState[]): VmInstance[];
  listByHost(hostUuid: string): VmInstance[];
  /** Those whose host, or whose last host, it is forget it. */
  forgetHost(hostUuid: string): void;
  forgetCluster(clusterUuid: string): void;
  insertCdRom(cdRom: VmCdRom): void;
  /** CD-ROM drives of a VM, by their device number. */
  listCdRoms(vmInstanceUuid: string): VmCdRom[];
  listCdRomsWithIso(isoUuid: string): VmCdRom[];
  findCdRom(uuid: string): VmCdRom | undefined;
  updateCdRom(cdRom: VmCdRom, change: Pick<VmCdRom, 'name' | 'description'>, now: number): void;
  /** Makes it another device of its VM. */
  moveCdRom(cdRom: VmCdRom, deviceId: number, now: number): void;
  removeCdRom(uuid: string): void;
  putIso(cdRom: VmCdRom, iso: Pick<VmCdRom, 'isoUuid' | 'isoInstallPath'>, now: number): void;
}
