import * as z from 'zod';
import { NIC_STATES, type VmNicWithIps } from '../../domain/network/vm-nic.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';
import { toUsedIpInventory, usedIpInventory } from './l3-network-inventory.js';

export const vmNicInventory = inventory('org.zstack.header.vm.VmNicInventory', {
  uuid,
  vmInstanceUuid: optionalText,
  l3NetworkUuid: uuid,
  ip: optionalText,
  mac: text,
  hypervisorType: optionalText,
  netmask: optionalText,
  gateway: optionalText,
  metaData: optionalText,
  ipVersion: z.int().nullable().describe('never told: its addresses say it'),
  driverType: optionalText,
  usedIps: z.array(usedIpInventory),
  internalName: optionalText,
  deviceId: z.int(),
  type: text,
  state: z.enum(NIC_STATES),
  createDate: timestamp,
  lastOpDate: timestamp,
});

export const toVmNicInventory = (nic: VmNicWithIps): z.infer<typeof vmNicInventory> => ({
  uuid: nic.uuid,
  vmInstanceUuid: nic.vmInstanceUuid,
  l3NetworkUuid: nic.l3NetworkUuid,
  ip: nic.ip,
  mac: nic.mac,
  hypervisorType: nic.hypervisorType,
  netmask: nic.netmask,
  gateway: nic.gateway,
  metaData: nic.metaData,
  ipVersion: null,
  driverType: nic.driverType,
  usedIps: nic.usedIps.map(toUsedIpInventory),
  internalName: nic.internalName,
  deviceId: nic.deviceId,
  type: nic.type,
  state: nic.state,
  createDate: toTimestamp(nic.createDate),
  lastOpDate: toTimestamp(nic.lastOpDate),
});
