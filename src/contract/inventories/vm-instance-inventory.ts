import * as z from 'zod';
import { ARCHITECTURES } from '../../domain/image/image.js';
import { VM_STATES, type VmCdRom, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { VmNicWithIps } from '../../domain/network/vm-nic.js';
import type { Volume } from '../../domain/volume/volume.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';
import { toVmNicInventory, vmNicInventory } from './vm-nic-inventory.js';
import { toVolumeInventory, volumeInventory } from './volume-inventory.js';

export const vmCdRomInventory = inventory('org.zstack.header.vm.cdrom.VmCdRomInventory', {
  uuid,
  vmInstanceUuid: uuid,
  deviceId: z.int(),
  isoUuid: optionalText,
  isoInstallPath: optionalText,
  name: text,
  description: optionalText,
  protocol: optionalText,
  createDate: timestamp,
  lastOpDate: timestamp,
});

export const vmInstanceInventory = inventory('org.zstack.header.vm.VmInstanceInventory', {
  uuid,
  name: text,
  description: optionalText,
  zoneUuid: uuid,
  clusterUuid: optionalText,
  imageUuid: optionalText,
  hostUuid: optionalText,
  lastHostUuid: optionalText,
  instanceOfferingUuid: optionalText,
  rootVolumeUuid: optionalText,
  platform: text,
  architecture: z.enum(ARCHITECTURES),
  defaultL3NetworkUuid: optionalText,
  type: text,
  hypervisorType: text,
  memorySize: bytes,
  reservedMemorySize: bytes,
  cpuNum: z.int(),
  cpuSpeed: z.int().describe('of its instance offering; 0: it has none'),
  allocatorStrategy: optionalText.describe('of its instance offering'),
  createDate: timestamp,
  lastOpDate: timestamp,
  state: z.enum(VM_STATES),
  allVolumes: z.array(volumeInventory),
  vmNics: z.array(vmNicInventory),
  vmCdRoms: z.array(vmCdRomInventory),
  guestOsType: text,
});

export function toVmInstanceInventory(
  vm: VmInstance,
  volumes: readonly Volume[],
  cdRoms: readonly VmCdRom[],
  nics: readonly VmNicWithIps[],
): z.infer<typeof vmInstanceInventory> {
  return {
    uuid: vm.uuid,
    name: vm.name,
    description: vm.description,
    zoneUuid: vm.zoneUuid,
    clusterUuid: vm.clusterUuid,
    imageUuid: vm.imageUuid,
    hostUuid: vm.hostUuid,
    lastHostUuid: vm.lastHostUuid,
    instanceOfferingUuid: vm.instanceOfferingUuid,
    rootVolumeUuid: volumes.find((volume) => volume.type === 'Root')?.uuid ?? null,
    platform: vm.platform,
    architecture: vm.architecture,
    defaultL3NetworkUuid: vm.defaultL3NetworkUuid,
    type: vm.type,
    hypervisorType: vm.hypervisorType,
    memorySize: vm.memorySize,
    reservedMemorySize: vm.reservedMemorySize,
    cpuNum: vm.cpuNum,
    cpuSpeed: vm.cpuSpeed,
    allocatorStrategy: vm.allocatorStrategy,
    createDate: toTimestamp(vm.createDate),
    lastOpDate: toTimestamp(vm.lastOpDate),
    state: vm.state,
    allVolumes: volumes.map(toVolumeInventory),
    vmNics: nics.map(toVmNicInventory),
    vmCdRoms: cdRoms.toSorted((a, b) => a.deviceId - b.deviceId).map(toVmCdRomInventory),
    guestOsType: vm.guestOsType,
  };
}

export const toVmCdRomInventory = (drive: VmCdRom): z.infer<typeof vmCdRomInventory> => ({
  uuid: drive.uuid,
  vmInstanceUuid: drive.vmInstanceUuid,
  deviceId: drive.deviceId,
  isoUuid: drive.isoUuid,
  isoInstallPath: drive.isoInstallPath,
  name: drive.name,
  description: drive.description,
  protocol: drive.protocol,
  createDate: toTimestamp(drive.createDate),
  lastOpDate: toTimestamp(drive.lastOpDate),
});
