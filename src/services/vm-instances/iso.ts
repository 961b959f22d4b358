import { apiError, type ErrorCode } from '../../core/api-error.js';
import { isCompatible } from '../../domain/backup-storage/compatibility.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { Image } from '../../domain/image/image.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { VmCdRom, VmInstance, VmState } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { checkVmState } from './vm-states.js';

/** The states of VMs that are proposed for an ISO; one that is Paused takes it, too. */
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
export function reaches(world: World, image: Image, vm: VmInstance): boolean {
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
 * What AttachIsoToVmInstance looks at before it begins; answers the drive that is meant, where one is.
 * @throws SYS.1006 or SYS.1007
 */
export function checkAttachIso(
  { repositories }: World,
  vm: VmInstance,
  iso: Image,
  cdRomUuid: string | null,
): void {
  const { vmInstances } = repositories;
  if (vmInstances.listCdRoms(vm.uuid).some(({ isoUuid }) => isoUuid === iso.uuid)) {
    throw apiError('SYS.1006', `VM[uuid:${vm.uuid}] already has an ISO[uuid:${iso.uuid}] attached`);
  }
  if (iso.mediaType !== 'ISO') {
    throw apiError('SYS.1007', `Unsupported Image Media Type: [${iso.mediaType}] `);
  }
  if (cdRomUuid === null) return;
  const drive = vmInstances.findCdRom(cdRomUuid);
  if (!drive) throw apiError('SYS.1006', `The cdRom[uuid:${cdRomUuid}] does not exist`);
  if (drive.isoUuid !== null) {
    throw apiError('SYS.1006', `VM[uuid:${vm.uuid}] cdRom[uuid:${cdRomUuid}] has mounted the ISO`);
  }
  // The real system puts it into the drive of the other VM.
  if (drive.vmInstanceUuid !== vm.uuid) {
    throw apiError('SYS.1007', `The cdRom[uuid:${cdRomUuid}] does not belong to the vm`);
  }
}

/**
 * Puts an ISO into a drive of the VM: the named one, or the first that is empty.
 * @throws SYS.1006 when VM, storages or drives do not allow it
 */
export function attachIso(
  world: World,
  vm: VmInstance,
  iso: Image,
  cdRomUuid: string | null,
  now: number,
): void {
  const { vmInstances } = world.repositories;
  checkVmState(vm, 'AttachIsoToVmInstanceMsg');
  checkFits(world, iso, vm);
  const empty = vmInstances.listCdRoms(vm.uuid).filter(({ isoUuid }) => isoUuid === null);
  const [first] = empty;
  if (!first) {
    throw apiError('SYS.1006', `All vm[uuid:${vm.uuid}] CD-ROMs have mounted ISO`);
  }
  // One that is off reads it when it starts. The real system then fails where the ISO is gone.
  if (vm.state !== 'Stopped') checkReadable(world, iso, vm);
  const drive = empty.find(({ uuid }) => uuid === cdRomUuid) ?? first;
  vmInstances.putIso(drive, { isoUuid: iso.uuid, isoInstallPath: `iso://${iso.uuid}` }, now);
}

/** The ISO lies, in whatever status, on a storage that fits that of the root volume. @throws SYS.1006 */
function checkFits(world: World, iso: Image, vm: VmInstance): void {
  const primary = rootStorageOf(world, vm.uuid);
  const { images, backupStorages } = world.repositories;
  const fits = images.listRefs(iso.uuid).some(({ backupStorageUuid }) => {
    const storage = backupStorages.find(backupStorageUuid);
    if (!storage || !primary || !isCompatible(storage, primary)) return false;
    return backupStorages.isAttachedToZone(storage.uuid, primary.zoneUuid);
  });
  if (fits) return;
  throw apiError(
    'SYS.1006',
    `the ISO[uuid:${iso.uuid}] is on backup storage that is not compatible of the primary storage[uuid:${primary?.uuid}] where the VM[name:${vm.name}, uuid:${vm.uuid}] is on`,
  );
}

/** The ISO can come to a VM that is on. @throws SYS.1006 */
function checkReadable(world: World, iso: Image, vm: VmInstance): void {
  const { images, backupStorages } = world.repositories;
  const isThere = images
    .listRefs(iso.uuid)
    .some(
      ({ backupStorageUuid, status }) =>
        status !== 'Deleted' &&
        backupStorages.find(backupStorageUuid)?.status === 'Connected' &&
        backupStorages.isAttachedToZone(backupStorageUuid, vm.zoneUuid),
    );
  if (!isThere) {
    throw apiError(
      'SYS.1006',
      `cannot find the iso[uuid:${iso.uuid}] in any connected backup storage attached to the zone[uuid:${vm.zoneUuid}]. check below:\n1. if the backup storage is attached to the zone where the VM[name: ${vm.name}, uuid:${vm.uuid}] is running\n2. if the backup storage is in connected status, if not, try reconnecting it`,
    );
  }
  // The real system breaks while it copies what is still on its way.
  if (iso.status !== 'Ready' && iso.status !== 'Deleted') {
    throw apiError('SYS.1006', `image[uuid:${iso.uuid}] is not Ready, it's ${iso.status}`);
  }
}

/**
 * The ISOs of a VM that starts lie, in whatever status, on storages of its zone.
 * @throws SYS.1006
 */
export function checkIsosToStart({ repositories }: World, { uuid, zoneUuid }: VmInstance): void {
  const { images, backupStorages, vmInstances } = repositories;
  for (const { isoUuid } of vmInstances.listCdRoms(uuid)) {
    if (isoUuid === null) continue;
    const refs = images.listRefs(isoUuid);
    if (refs.some((ref) => backupStorages.isAttachedToZone(ref.backupStorageUuid, zoneUuid)))
      continue;
    throw apiError(
      'SYS.1006',
      `no backup storage attached to the zone[uuid:${zoneUuid}] contains the ISO[uuid:${isoUuid}]`,
    );
  }
}

/**
 * Of several ISOs the one that is meant must be named.
 * @throws SYS.1006
 */
export function checkDetachIso(world: World, vm: VmInstance, isoUuid: string | null): void {
  if (isoUuid !== null || drivesInUse(world, vm).length < 2) return;
  throw apiError(
    'SYS.1006',
    `VM[uuid:${vm.uuid}] has multiple ISOs attached, specify the isoUuid when detaching`,
  );
}

/**
 * Takes an ISO out of the VM: the named one, or the only one. One that is not in it may be taken out.
 * @throws SYS.1006 when the state of the VM does not allow it
 */
export function detachIso(world: World, vm: VmInstance, isoUuid: string | null, now: number): void {
  checkVmState(vm, 'APIDetachIsoFromVmInstanceMsg');
  const drives = drivesInUse(world, vm);
  const drive = isoUuid === null ? drives[0] : drives.find((one) => one.isoUuid === isoUuid);
  if (!drive) return;
  world.repositories.vmInstances.putIso(drive, { isoUuid: null, isoInstallPath: null }, now);
}

const drivesInUse = ({ repositories }: World, vm: VmInstance): VmCdRom[] =>
  repositories.vmInstances.listCdRoms(vm.uuid).filter(({ isoUuid }) => isoUuid !== null);

/**
 * Makes an ISO of the VM its first one: it changes places with what the first drive holds.
 * @throws SYS.1006 when it is not in the VM
 */
export function putFirst(world: World, vm: VmInstance, isoUuid: string, now: number): void {
  const { vmInstances } = world.repositories;
  const drives = vmInstances.listCdRoms(vm.uuid);
  const source = drives.find((drive) => drive.isoUuid === isoUuid);
  const [first] = drives;
  if (!source || !first) {
    throw apiError('SYS.1006', `ISO[uuid:${isoUuid}] is not attached to VM[uuid:${vm.uuid}]`);
  }
  if (source.uuid === first.uuid) return;
  vmInstances.putIso(first, source, now);
  vmInstances.putIso(source, first, now);
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
