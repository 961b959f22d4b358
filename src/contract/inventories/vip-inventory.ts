import * as z from 'zod';
import { EIP_STATES, type Eip } from '../../domain/network/eip.js';
import { EIP_SERVICE, VIP_STATES, type VipInUse } from '../../domain/network/vip.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';

const VIP_PACKAGE = 'org.zstack.network.service.vip';

const vipServiceRefInventory = inventory(`${VIP_PACKAGE}.VipNetworkServicesRefInventory`, {
  uuid: uuid.describe('of what does the service'),
  serviceType: text,
  vipUuid: uuid,
  createDate: timestamp,
  lastOpDate: timestamp,
});

export const vipInventory = inventory(`${VIP_PACKAGE}.VipInventory`, {
  uuid,
  name: text,
  description: optionalText,
  l3NetworkUuid: uuid,
  ip: text,
  state: z.enum(VIP_STATES),
  gateway: text,
  netmask: text,
  prefixLen: z.int(),
  serviceProvider: optionalText.describe('while the VM behind it is on'),
  peerL3NetworkUuids: uuid.array().nullable().describe('networks that it is used for'),
  servicesRefs: vipServiceRefInventory.array(),
  useFor: optionalText,
  system: z.boolean(),
  createDate: timestamp,
  lastOpDate: timestamp,
});

export const toVipInventory = (vip: VipInUse): z.infer<typeof vipInventory> => ({
  uuid: vip.uuid,
  name: vip.name,
  description: vip.description,
  l3NetworkUuid: vip.l3NetworkUuid,
  ip: vip.ip,
  state: vip.state,
  gateway: vip.gateway,
  netmask: vip.netmask,
  prefixLen: vip.prefixLen,
  serviceProvider: vip.serviceProvider,
  peerL3NetworkUuids: vip.peerL3NetworkUuid === null ? null : [vip.peerL3NetworkUuid],
  servicesRefs:
    vip.eip === null
      ? []
      : [
          {
            uuid: vip.eip.uuid,
            serviceType: EIP_SERVICE,
            vipUuid: vip.uuid,
            createDate: toTimestamp(vip.eip.createDate),
            lastOpDate: toTimestamp(vip.eip.createDate),
          },
        ],
  useFor: vip.eip === null ? null : EIP_SERVICE,
  system: vip.system,
  createDate: toTimestamp(vip.createDate),
  lastOpDate: toTimestamp(vip.lastOpDate),
});

export const eipInventory = inventory('org.zstack.network.service.eip.EipInventory', {
  uuid,
  name: text,
  description: optionalText,
  vmNicUuid: optionalText,
  vipUuid: uuid,
  createDate: timestamp,
  lastOpDate: timestamp,
  state: z.enum(EIP_STATES),
  vipIp: text,
  guestIp: optionalText,
});

export const toEipInventory = (eip: Eip): z.infer<typeof eipInventory> => ({
  uuid: eip.uuid,
  name: eip.name,
  description: eip.description,
  vmNicUuid: eip.vmNicUuid,
  vipUuid: eip.vipUuid,
  createDate: toTimestamp(eip.createDate),
  lastOpDate: toTimestamp(eip.lastOpDate),
  state: eip.state,
  vipIp: eip.vipIp,
  guestIp: eip.guestIp,
});

/** Ports of a VIP that something has. */
export const vipPortRangeInventory = inventory(
  'org.zstack.network.service.virtualrouter.APIGetVipUsedPortsReply$VipPortRangeInventory',
  { uuid, protocol: text, usedPorts: text.array() },
);
