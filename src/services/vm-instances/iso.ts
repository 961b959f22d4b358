import { apiError, type ErrorCode } from '../../core/api-error.js';
import { isCompatible } from '../../domain/backup-storage/compatibility.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { Image } from '../../domain/image/image.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { VmCdRom, VmInstance, VmState } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';

const ISO_VM_STATES: readonly VmState[] = ['Running', 'Stopped'];

/** Storages that hold the image Ready and can serve it now. */
export function storagesWith(world: World, imageUuid: string): BackupStorage[] {
  const { images, backupStorages } = world.repositories;
  return images
    .listRefs(imageUuid)
    .filter(({ status }) => status === 'Ready')
    .map(({ backupStorageUuid }) => backupStorages.find(backupStorageUuid))
    .filter((storage) => storage !== undefined)
    .filter(({ state, status }) => state === 'Enabled' && status === 'Connected');
}

/** Where a VM's root volume lies, or undefined. */
export function rootStorageOf(world: World, vmUuid: string): PrimaryStorage | undefined {
  const root = world.repositories.volumes.listByVm(vmUuid).find(({ type }) => type === 'Root');
  const uuid = root?.primaryStorageUuid ?? null;
  return uuid === null ? undefined : world.repositories.primaryStorages.find(uuid);
}

/** Whether the image can come to the VM: from a storage that fits its root volume's. */
function reaches(world: World, image: Image, vm: VmInstance): boolean {
  const primary = rootStorageOf(world, vm.uuid);
  if (!primary) return false;
  return storagesWith(world, image.uuid).some(
    (storage) =>
      isCompatible(storage, primary) &&
      world.repositories.backupStorages.isAttachedToZone(storage.uuid, primary.zoneUuid),
  );
}

/** VMs that the ISO can be attached to: Running or Stopped, with a root volume that it reaches. */
export function vmsForIso(world: World, iso: Image): VmInstance[] {
  if (storagesWith(world, iso.uuid).length === 0) return [];
  const { vmInstances } = world.repositories;
  return vmInstances.listByStates(ISO_VM_STATES).filter((vm) => reaches(world, iso, vm));
}

/** Whether an image can be attached to the VM as an ISO and is not yet. */
export function canAttach(world: World, iso: Image, vm: VmInstance): boolean {
  const isHeld = world.repositories.vmInstances
    .listCdRoms(vm.uuid)
    .some(({ isoUuid }) => isoUuid === iso.uuid);
  return (
    ISO_VM_STATES.includes(vm.state) &&
    iso.mediaType === 'ISO' &&
    iso.state === 'Enabled' &&
    iso.status === 'Ready' &&
    !iso.system &&
    iso.architecture === vm.architecture &&
    !isHeld &&
    reaches(world, iso, vm)
  );
}

/**
 * Puts an ISO into a drive of the VM: the named one, or the first that is empty.
 * @throws SYS.1006 or SYS.1007 when image, VM or drive do not allow it
 */
export function attachIso(
  world: World,
  vm: VmInstance,
  iso: Image,
  cdRomUuid: string | null,
  now: number,
): void {
  const { vmInstances } = world.repositories;
  checkIso(iso);
  checkVm(vm, 'AttachIsoToVmInstance');
  const drives = vmInstances.listCdRoms(vm.uuid);
  if (drives.some(({ isoUuid }) => isoUuid === iso.uuid)) {
    throw apiError('SYS.1006', `VM[uuid:${vm.uuid}] already has an ISO[uuid:${iso.uuid}] attached`);
  }
  if (!reaches(world, iso, vm)) {
    throw apiError(
      'SYS.1006',
      `the ISO[uuid:${iso.uuid}] is on backup storage that is not compatible of the primary storage[uuid:${rootStorageOf(world, vm.uuid)?.uuid}] where the VM[name:${vm.name}, uuid:${vm.uuid}] is on`,
    );
  }
  const drive = cdRomUuid === null ? emptyDrive(world, vm, drives, now) : named(drives, cdRomUuid);
  if (drive.isoUuid !== null) {
    throw apiError(
      'SYS.1006',
      `cdRom[uuid:${drive.uuid}] is already attached with ISO[uuid:${drive.isoUuid}]`,
    );
  }
  const isoInstallPath = `iso://${iso.uuid}`;
  vmInstances.putIso(drive, { isoUuid: iso.uuid, isoInstallPath }, now);
}

function checkIso(iso: Image): void {
  if (iso.mediaType !== 'ISO') {
    throw apiError('SYS.1007', `image[uuid:${iso.uuid}] is not ISO, it's ${iso.mediaType}`);
  }
  if (iso.state !== 'Enabled') {
    throw apiError('SYS.1006', `image[uuid:${iso.uuid}] is not Enabled, it's ${iso.state}`);
  }
  if (iso.status !== 'Ready') {
    throw apiError('SYS.1006', `image[uuid:${iso.uuid}] is not Ready, it's ${iso.status}`);
  }
}

function checkVm(vm: VmInstance, message: string): void {
  if (ISO_VM_STATES.includes(vm.state)) return;
  throw apiError(
    'SYS.1006',
    `current vm instance state[${vm.state}] doesn't allow to proceed message[org.zstack.header.vm.API${message}Msg], allowed states are [${ISO_VM_STATES.join(', ')}]`,
  );
}

const MOST_DRIVES = 3;

function emptyDrive(
  world: World,
  vm: VmInstance,
  drives: readonly VmCdRom[],
  now: number,
): VmCdRom {
  const empty = drives.find(({ isoUuid }) => isoUuid === null);
  if (empty) return empty;
  if (drives.length >= MOST_DRIVES) {
    throw apiError('SYS.1006', `All vm[uuid:${vm.uuid}] CD-ROMs have mounted the ISO`);
  }
  const drive: VmCdRom = {
    uuid: world.chance.uuid(),
    vmInstanceUuid: vm.uuid,
    name: `vm-${vm.uuid}-cdRom`,
    deviceId: drives.length,
    isoUuid: null,
    isoInstallPath: null,
    createDate: now,
    lastOpDate: now,
  };
  world.repositories.vmInstances.insertCdRom(drive);
  return drive;
}

function named(drives: readonly VmCdRom[], uuid: string): VmCdRom {
  const drive = drives.find((candidate) => candidate.uuid === uuid);
  if (drive) return drive;
  throw apiError('SYS.1007', `The cdRom[uuid:${uuid}] does not belong to the vm`);
}

/**
 * Takes an ISO out of the VM: the named one, or the only one.
 * @throws SYS.1006 when it holds none, or several and none is named
 */
export function detachIso(world: World, vm: VmInstance, isoUuid: string | null, now: number): void {
  checkVm(vm, 'DetachIsoFromVmInstance');
  const drives = world.repositories.vmInstances
    .listCdRoms(vm.uuid)
    .filter((drive) => drive.isoUuid !== null);
  const wanted = isoUuid === null ? drives : drives.filter((drive) => drive.isoUuid === isoUuid);
  const [drive] = wanted;
  if (!drive) {
    throw apiError(
      'SYS.1006',
      isoUuid === null
        ? `VM[uuid:${vm.uuid}] not mount the ISO`
        : `VM[uuid:${vm.uuid}] not mount the ISO[uuid:${isoUuid}]`,
    );
  }
  if (wanted.length > 1) {
    throw apiError('SYS.1006', `VM[uuid:${vm.uuid}] mount multiple ISOs, isoUuid cannot be null`);
  }
  world.repositories.vmInstances.putIso(drive, { isoUuid: null, isoInstallPath: null }, now);
}

/**
 * Takes an ISO out of every VM, before it is deleted.
 * @throws SYS.1006 when a VM's state does not allow it
 */
export function detachIsoEverywhere(world: World, iso: Image, now: number): void {
  const { vmInstances } = world.repositories;
  const errors: ErrorCode[] = [];
  for (const drive of vmInstances.listCdRomsWithIso(iso.uuid)) {
    const vm = vmInstances.find(drive.vmInstanceUuid);
    // Only a VM on its way somewhere cannot let go of it.
    if (vm && ['Starting', 'Stopping', 'Rebooting', 'Migrating'].includes(vm.state)) {
      errors.push({
        code: 'VM.1010',
        description: 'VM is not in state that allows required operation',
        details: `current vm instance state[${vm.state}] doesn't allow to proceed message[org.zstack.header.vm.DetachIsoFromVmInstanceMsg]`,
      });
    } else vmInstances.putIso(drive, { isoUuid: null, isoInstallPath: null }, now);
  }
  if (errors.length > 0) {
    throw apiError(
      'SYS.1006',
      `detach iso[uuid=${iso.uuid}] from vm failed, errors are ${JSON.stringify(errors)}`,
    );
  }
}
