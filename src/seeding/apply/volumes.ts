import { uuidFromName } from '../../core/uuid.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { VmState } from '../../domain/vm-instance/vm-instance.js';
import type { Volume, VolumeStatus } from '../../domain/volume/volume.js';
import { volumeFormatOn, volumeInstallPath } from '../../services/volumes/volume-place.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { anyHostOf, clusterOf, clusterOfHost, hostOf } from './clusters.js';
import { fillNics } from './networks.js';
import { Refused, type Filling } from './filling.js';
import { own } from './owning.js';
import { tag } from './tags.js';
import { momentLength, startWork } from './work.js';

type MadeVm = Made<EntryOf<'vmInstances'>>;
type MadeVolume = Made<EntryOf<'volumes'>>;
type Anything = MadeVm['rootVolume'] & { readonly name: string };

/** States in which a VM has a host. */
const ON_HOST: readonly VmState[] = [
  'Starting',
  'Running',
  'Paused',
  'Pausing',
  'Resuming',
  'Rebooting',
  'Stopping',
  'Migrating',
  'VolumeMigrating',
  'VolumeRecovering',
  'Crashed',
  'NoState',
  'Unknown',
];
/** States of a VM whose root volume waits for its end. */
const GOING: readonly VmState[] = ['Destroying', 'Destroyed', 'Expunging'];

/** What is on its way in these states, how it ends, and what it was before. */
const POWER = {
  Starting: ['StartVmInstance', 'start-vm-instance', 'started', 'Stopped'],
  Stopping: ['StopVmInstance', 'stop-vm-instance', 'stopped', 'Running'],
  Rebooting: ['RebootVmInstance', 'reboot-vm-instance', 'rebooted', 'Running'],
  Pausing: ['PauseVmInstance', 'pause-vm-instance', 'paused', 'Running'],
  Resuming: ['ResumeVmInstance', 'resume-vm-instance', 'resumed', 'Paused'],
} as const;
const isOnItsWay = (state: VmState): state is keyof typeof POWER => Object.hasOwn(POWER, state);

export function fillVm(filling: Filling, made: MadeVm): void {
  const { world } = filling;
  const uuid = filling.uuidOf('vm-instance', made);
  const dates = filling.datesOf(made, made.state === 'Destroyed');
  const imageUuid = made.image === null ? null : filling.findLoosely('image', made.image);
  const zoneUuid = filling.find('zone', made.zone);
  const { architecture } = made;
  const clusterUuid =
    made.clusterUuid === null ? null : clusterOf(filling, made.clusterUuid, zoneUuid);
  const at = { zoneUuid, clusterUuid, architecture };
  const hostUuid = made.hostUuid === null ? null : hostOf(filling, made.hostUuid, at);
  const last = made.lastHostUuid === undefined ? made.hostUuid : made.lastHostUuid;
  const lastHostUuid = last === null ? null : hostOf(filling, last, at);
  const isOnHost = hostUuid !== null && ON_HOST.includes(made.state);
  const home = isOnHost ? clusterOfHost(filling, hostUuid) : undefined;
  if (home !== undefined && clusterUuid !== null && home !== clusterUuid) {
    throw new Refused(
      `the host '${made.hostUuid}' that it runs on is in another cluster than its own, '${made.clusterUuid}'`,
    );
  }
  const instanceOfferingUuid =
    made.instanceOfferingUuid === null
      ? null
      : filling.findLoosely('instance-offering', made.instanceOfferingUuid);
  const offering =
    instanceOfferingUuid === null
      ? undefined
      : world.repositories.instanceOfferings.find(instanceOfferingUuid);
  const network =
    made.defaultL3NetworkUuid === undefined
      ? (made.nics[0]?.l3Network ?? null)
      : made.defaultL3NetworkUuid;
  const defaultL3NetworkUuid = network === null ? null : filling.findLoosely('l3-network', network);
  filling.write(() =>
    world.repositories.vmInstances.insert({
      uuid,
      name: made.name,
      description: made.description,
      zoneUuid,
      clusterUuid: clusterUuid ?? home ?? null,
      imageUuid,
      hostUuid: isOnHost ? hostUuid : null,
      lastHostUuid,
      instanceOfferingUuid,
      defaultL3NetworkUuid,
      platform: made.platform,
      architecture: made.architecture,
      guestOsType: made.guestOsType,
      virtio: made.virtio,
      type: 'UserVm',
      hypervisorType: 'KVM',
      memorySize: made.memory,
      reservedMemorySize: made.reservedMemory,
      cpuNum: made.cpuNum,
      cpuSpeed: offering?.cpuSpeed ?? 0,
      allocatorStrategy: offering?.allocatorStrategy ?? null,
      state: made.state,
      creation: null,
      ...dates,
    }),
  );
  const accountUuid = own(filling, 'VmInstanceVO', uuid, made, dates.createDate);
  tag(filling, 'VmInstanceVO', uuid, made, dates.createDate);
  fillNics(filling, uuid, made, GOING.includes(made.state), dates);
  fillRootVolume(filling, made, { uuid, imageUuid, zoneUuid, hostUuid: hostUuid ?? lastHostUuid });
  if (made.cdRoms.length > 0) filling.later(() => putInDrives(filling, uuid, made.cdRoms, dates));
  const { state, progress = 0 } = made;
  if (!isOnItsWay(state) || progress === 'none') return;
  const [operation, flow, step, formerState] = POWER[state];
  const length = momentLength(filling, 'vm');
  startWork(filling, {
    jobUuid: filling.derive('job', uuid),
    operation,
    flow,
    accountUuid,
    context: { vmUuid: uuid, formerState },
    steps: [{ step, subject: null, kind: 'vm', resourceUuids: [uuid], length, percent: progress }],
  });
}

function fillRootVolume(
  filling: Filling,
  vm: MadeVm,
  ids: {
    readonly uuid: string;
    readonly imageUuid: string | null;
    readonly zoneUuid: string;
    readonly hostUuid: string | null;
  },
): void {
  const isGoing = GOING.includes(vm.state);
  const root = { ...vm.rootVolume, name: vm.rootVolume.name ?? `ROOT-for-${vm.name}` };
  const status = root.status ?? (isGoing ? 'Deleted' : 'Ready');
  if (isGoing !== (status === 'Deleted')) {
    throw new Refused(
      `the root volume of a VM that is ${vm.state} cannot be ${status}: it is deleted with its VM, never alone`,
    );
  }
  // A root volume without a key of its own is known by the key of its VM.
  const key = root.key ?? vm.rootVolume.name ?? `ROOT-for-${vm.key ?? vm.name}`;
  const uuid = filling.uuidOf('volume', { ...root, key });
  const storage = storageOf(filling, root.primaryStorage);
  if (storage && storage.zoneUuid !== ids.zoneUuid) {
    throw new Refused(
      `its root volume lies in another zone, on the primary storage '${storage.name}'`,
    );
  }
  const image =
    root.image === undefined
      ? ids.imageUuid
      : root.image === null
        ? null
        : filling.findLoosely('image', root.image);
  const ownerUuid = filling.find('account', vm.account);
  const attached = root.lastAttachDate ?? null;
  insertVolume(filling, uuid, root, status, storage, ownerUuid, {
    vmInstanceUuid: ids.uuid,
    rootImageUuid: image,
    type: 'Root',
    deviceId: 0,
    isShareable: false,
    volumeQos: null,
    ...vmsOf(filling, root),
    lastAttachDate: attached === null ? null : filling.timeOf(attached),
  });
  placeOnHost(filling, uuid, root, storage, ids.hostUuid);
  own(filling, 'VolumeVO', uuid, { account: vm.account }, filling.datesOf(root).createDate);
  tag(filling, 'VolumeVO', uuid, root, filling.datesOf(root).createDate);
}

type MadeDrive = MadeVm['cdRoms'][number];

/** A drive as it is told: of one that is only the name of an ISO, or empty, nothing more is known. */
const driveOf = (told: MadeDrive) =>
  told === null || typeof told === 'string' ? { iso: told, description: null } : told;

/** When the images are there. */
function putInDrives(
  filling: Filling,
  vmUuid: string,
  drives: readonly MadeDrive[],
  dates: { readonly createDate: number; readonly lastOpDate: number },
): void {
  const { vmInstances } = filling.world.repositories;
  const taken = new Set<number>();
  for (const [i, told] of drives.entries()) {
    const drive = driveOf(told);
    const deviceId = ('deviceId' in drive ? drive.deviceId : undefined) ?? i;
    if (taken.has(deviceId)) {
      throw new Refused(`two of its CD-ROM drives are device ${deviceId}`);
    }
    taken.add(deviceId);
    const isoUuid = isoIn(filling, drive.iso);
    if (!filling.isSound) continue;
    vmInstances.insertCdRom({
      uuid: uuidFromName(`cd-rom/${vmUuid}/${deviceId}`),
      vmInstanceUuid: vmUuid,
      name: ('name' in drive ? drive.name : undefined) ?? `vm-${vmUuid}-cdRom`,
      description: drive.description,
      deviceId,
      isoUuid,
      isoInstallPath: isoUuid === null ? null : `iso://${isoUuid}`,
      protocol: null,
      ...dates,
    });
  }
}

function isoIn(filling: Filling, iso: string | null): string | null {
  const isoUuid = iso === null ? null : filling.find('image', iso);
  if (!filling.isSound || isoUuid === null) return isoUuid;
  const image = filling.world.repositories.images.find(isoUuid);
  if (!image || image.mediaType === 'ISO') return isoUuid;
  throw new Refused(`the image '${iso}' in its CD-ROM drive is no ISO, it is a ${image.mediaType}`);
}

const lastDevices = new WeakMap<Filling, Map<string, number>>();

/** The device of a data volume: the given one, or the one after the VM's last. */
function deviceOf(filling: Filling, vmUuid: string | null, given: number | undefined) {
  if (vmUuid === null) return null;
  const last = lastDevices.get(filling) ?? new Map<string, number>();
  lastDevices.set(filling, last);
  const deviceId = given ?? (last.get(vmUuid) ?? 0) + 1;
  last.set(vmUuid, Math.max(deviceId, last.get(vmUuid) ?? 0));
  return deviceId;
}

/** The VM that a volume has left, and when. */
const vmsOf = (
  filling: Filling,
  { lastDetachDate, lastVmInstance }: Pick<MadeVolume, 'lastDetachDate' | 'lastVmInstance'>,
) => ({
  lastDetachDate: lastDetachDate === undefined ? null : filling.timeOf(lastDetachDate),
  lastVmInstanceUuid:
    lastVmInstance === undefined ? null : filling.findLoosely('vm-instance', lastVmInstance),
});

export function fillVolume(filling: Filling, made: MadeVolume): void {
  const uuid = filling.uuidOf('volume', made);
  const vmInstanceUuid =
    made.vmInstance === null ? null : filling.find('vm-instance', made.vmInstance);
  checkAttached(filling, made, vmInstanceUuid);
  const storage = storageOf(filling, made.primaryStorage);
  const { createDate } = filling.datesOf(made);
  const attached =
    made.lastAttachDate === undefined && vmInstanceUuid !== null
      ? createDate
      : (made.lastAttachDate ?? undefined);
  const ownerUuid = filling.find('account', made.account);
  insertVolume(filling, uuid, made, made.status, storage, ownerUuid, {
    vmInstanceUuid,
    rootImageUuid: made.image === undefined ? null : filling.findLoosely('image', made.image),
    type: made.type,
    deviceId: deviceOf(filling, vmInstanceUuid, made.deviceId),
    isShareable: made.isShareable,
    volumeQos: made.volumeQos,
    ...vmsOf(filling, made),
    lastAttachDate: attached === undefined ? null : filling.timeOf(attached),
  });
  const vm =
    vmInstanceUuid === null || !filling.isSound
      ? undefined
      : filling.world.repositories.vmInstances.find(vmInstanceUuid);
  placeOnHost(filling, uuid, made, storage, vm?.hostUuid ?? vm?.lastHostUuid ?? null);
  own(filling, 'VolumeVO', uuid, made, createDate);
  tag(filling, 'VolumeVO', uuid, made, createDate);
}

function checkAttached(filling: Filling, made: MadeVolume, vmUuid: string | null): void {
  if (vmUuid === null) return;
  if (made.status === 'Deleted' || made.status === 'NotInstantiated') {
    throw new Refused(
      `a volume that is ${made.status} is attached to no VM: ${made.status === 'Deleted' ? 'deleting it detaches it' : 'attaching it makes it Ready'}`,
    );
  }
  if (!filling.isSound) return;
  const vm = filling.world.repositories.vmInstances.find(vmUuid);
  if (vm && GOING.includes(vm.state)) {
    throw new Refused(`a VM that is ${vm.state} has lost its data volumes: '${made.vmInstance}'`);
  }
}

function storageOf(filling: Filling, name: string | null): PrimaryStorage | null {
  if (name === null) return null;
  return filling.primaryStorages.get(filling.find('primary-storage', name)) ?? null;
}

/** Volumes whose layer was given: what their snapshots hold says nothing about it. */
export const givenLayers = new WeakMap<Filling, Set<string>>();

/** Volumes whose install path was given: their snapshots do not move them. */
export const givenPaths = new WeakMap<Filling, Set<string>>();

function remember(given: WeakMap<Filling, Set<string>>, filling: Filling, uuid: string): void {
  given.set(filling, (given.get(filling) ?? new Set<string>()).add(uuid));
}

function insertVolume(
  filling: Filling,
  uuid: string,
  made: Anything,
  status: VolumeStatus,
  storage: PrimaryStorage | null,
  ownerUuid: string,
  more: Pick<
    Volume,
    | 'vmInstanceUuid'
    | 'rootImageUuid'
    | 'type'
    | 'deviceId'
    | 'isShareable'
    | 'volumeQos'
    | 'lastDetachDate'
    | 'lastVmInstanceUuid'
    | 'lastAttachDate'
  >,
): void {
  checkPlace(made, status, storage);
  const isNowhere = status === 'NotInstantiated';
  const format = isNowhere ? null : (made.format ?? (storage && volumeFormatOn(storage)));
  const { actualSize, layerSize = storage ? actualSize : 0 } = made;
  if (made.layerSize !== undefined) remember(givenLayers, filling, uuid);
  if (made.installPath !== undefined) remember(givenPaths, filling, uuid);
  if (storage) filling.ledger.takeFromPrimary(storage.uuid, made.size, layerSize);
  const installPath =
    made.installPath ??
    (storage && volumeInstallPath(storage, { uuid, type: more.type }, ownerUuid));
  const dates = filling.datesOf(made, status === 'Deleted');
  filling.write(() =>
    filling.world.repositories.volumes.insert({
      uuid,
      name: made.name,
      description: made.description,
      primaryStorageUuid: storage?.uuid ?? null,
      diskOfferingUuid:
        made.diskOfferingUuid === null
          ? null
          : filling.findLoosely('disk-offering', made.diskOfferingUuid),
      installPath,
      format,
      size: made.size,
      actualSize,
      state: made.state,
      status,
      contentId: made.content ?? made.key ?? made.name,
      layerSize,
      ...more,
      ...dates,
    }),
  );
}

/** A volume on local storage lies on one host: the given one, that of its VM, or any that the storage has. */
function placeOnHost(
  filling: Filling,
  volumeUuid: string,
  { host }: Pick<Anything, 'host'>,
  storage: PrimaryStorage | null,
  vmHostUuid: string | null,
): void {
  if (storage?.type !== 'LocalStorage') {
    if (host === undefined) return;
    throw new Refused('only a volume on local storage lies on a host');
  }
  const at = { zoneUuid: storage.zoneUuid, clusterUuid: null, architecture: 'x86_64' };
  const hostUuid =
    host === undefined ? (vmHostUuid ?? anyHostOf(filling, storage)) : hostOf(filling, host, at);
  if (hostUuid === undefined) return;
  filling.write(() =>
    filling.world.repositories.primaryStorages.placeLocalVolume(volumeUuid, hostUuid),
  );
}

function checkPlace(made: Anything, status: VolumeStatus, storage: PrimaryStorage | null): void {
  if (status === 'NotInstantiated') {
    if (storage) {
      throw new Refused(
        `a volume that is NotInstantiated lies nowhere: its primaryStorage '${made.primaryStorage}' is one too many`,
      );
    }
    if (made.actualSize > 0)
      throw new Refused('a volume that is NotInstantiated holds no data yet');
    return;
  }
  if (storage || status === 'Creating' || status === 'Deleted') return;
  throw new Refused(`a volume that is ${status} lies on a primaryStorage`);
}
