import { apiError } from '../../core/api-error.js';
import { configNumber } from '../../domain/global-config.js';
import type { VmCdRom, VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { newUuid } from '../resources/lookup.js';
import { checkVmState } from './vm-states.js';

/** What a call says of a new drive. */
export interface NewCdRom {
  readonly name: string;
  readonly description: string | null;
  readonly isoUuid: string | null;
  readonly resourceUuid: string | null;
}

/** @throws SYS.1007 for a VM that is not Stopped */
export function checkCreateCdRom({ uuid, state }: VmInstance): void {
  if (state === 'Stopped') return;
  throw apiError(
    'SYS.1007',
    `Can not create CD-ROM for vm[uuid:${uuid}] which is in state[${state}] `,
  );
}

/**
 * Gives a VM one more drive, at its first free device; answers the drive's uuid.
 * @throws SYS.1006 for more than `vm/maximumCdRomNum`, or for an ISO that the VM has already
 */
export function createCdRom(world: World, vm: VmInstance, wanted: NewCdRom, now: number): string {
  const { vmInstances, globalConfig } = world.repositories;
  const drives = vmInstances.listCdRoms(vm.uuid);
  const most = configNumber(globalConfig, 'vmMostCdRoms');
  if (drives.length >= most) {
    throw apiError('SYS.1006', `VM[uuid:${vm.uuid}] can only add ${most} CDROMs`);
  }
  const { isoUuid, resourceUuid, ...named } = wanted;
  if (isoUuid !== null && drives.some((drive) => drive.isoUuid === isoUuid)) {
    throw apiError('SYS.1006', `VM[uuid:${vm.uuid}] already has an ISO[uuid:${isoUuid}] attached`);
  }
  const devices = drives.map(({ deviceId }) => deviceId);
  let deviceId = 0;
  while (devices.includes(deviceId)) deviceId++;
  const uuid = newUuid(world, resourceUuid);
  vmInstances.insertCdRom({
    ...named,
    uuid,
    vmInstanceUuid: vm.uuid,
    deviceId,
    isoUuid,
    isoInstallPath: null,
    protocol: null,
    createDate: now,
    lastOpDate: now,
  });
  return uuid;
}

/** @throws SYS.1006 for a VM that is not Stopped */
export function deleteCdRom(world: World, vm: VmInstance, drive: VmCdRom): void {
  checkVmState(vm, 'cdrom.DeleteVmCdRomMsg');
  world.repositories.vmInstances.removeCdRom(drive.uuid);
}

/** @throws SYS.1007 for the drive that is the first already */
export function checkDefault({ uuid, deviceId }: VmCdRom): void {
  if (deviceId !== 0) return;
  throw apiError('SYS.1007', `The CdRom[${uuid}] Already the default`);
}

/** Makes a drive the first of its VM: it changes places with the one that was it. */
export function makeDefault(world: World, drive: VmCdRom, now: number): void {
  const { vmInstances } = world.repositories;
  const first = vmInstances.listCdRoms(drive.vmInstanceUuid).find(({ deviceId }) => deviceId === 0);
  // Two drives never have one device, not even for a moment.
  if (first) vmInstances.moveCdRom(first, -1, now);
  vmInstances.moveCdRom(drive, 0, now);
  if (first) vmInstances.moveCdRom(first, drive.deviceId, now);
}
