import { z } from 'zod';
import { ARCHITECTURES } from '../../domain/image/image.js';
import { VM_STATES, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { Volume } from '../../domain/volume/volume.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';
import { toVolumeInventory, volumeInventory } from './volume-inventory.js';

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
  type: text,
  hypervisorType: text,
  memorySize: bytes,
  cpuNum: z.int(),
  createDate: timestamp,
  lastOpDate: timestamp,
  state: z.enum(VM_STATES),
  allVolumes: z.array(volumeInventory),
  guestOsType: text,
});

export function toVmInstanceInventory(
  vm: VmInstance,
  volumes: readonly Volume[],
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
    type: vm.type,
    hypervisorType: vm.hypervisorType,
    memorySize: vm.memorySize,
    cpuNum: vm.cpuNum,
    createDate: toTimestamp(vm.createDate),
    lastOpDate: toTimestamp(vm.lastOpDate),
    state: vm.state,
    allVolumes: volumes.map(toVolumeInventory),
    guestOsType: vm.guestOsType,
  };
}
