import * as z from 'zod';
import {
  L2_TYPES,
  type L2Network,
  type L2NetworkWithClusters,
} from '../../domain/network/l2-network.js';
import { toTimestamp } from '../timestamp.js';
import { inventory, optionalText, text, timestamp, uuid } from './inventory.js';
import { variants } from './variants.js';

const shape = {
  uuid,
  name: text,
  description: optionalText,
  zoneUuid: uuid,
  physicalInterface: text,
  type: z.enum(L2_TYPES),
  vSwitchType: text,
  virtualNetworkId: z.int().describe('its VLAN; 0: it has none'),
  isolated: z.boolean(),
  pvlan: optionalText,
  createDate: timestamp,
  lastOpDate: timestamp,
  attachedClusterUuids: z.array(uuid),
};

export const l2NetworkInventory = inventory(
  'org.zstack.header.network.l2.L2NetworkInventory',
  shape,
);

export const l2VlanNetworkInventory = inventory(
  'org.zstack.header.network.l2.L2VlanNetworkInventory',
  { ...shape, vlan: z.int() },
);

/** A network with the fields that only its type has. */
export const anyL2NetworkInventory = variants(l2NetworkInventory, {
  L2VlanNetwork: l2VlanNetworkInventory,
});

export function toL2NetworkInventory({
  clusterUuids,
  ...network
}: L2NetworkWithClusters): z.infer<typeof l2NetworkInventory> {
  return {
    uuid: network.uuid,
    name: network.name,
    description: network.description,
    zoneUuid: network.zoneUuid,
    physicalInterface: network.physicalInterface,
    type: network.type,
    vSwitchType: network.vSwitchType,
    virtualNetworkId: network.virtualNetworkId,
    isolated: network.isolated,
    pvlan: network.pvlan,
    createDate: toTimestamp(network.createDate),
    lastOpDate: toTimestamp(network.lastOpDate),
    attachedClusterUuids: [...clusterUuids],
  };
}

export const toL2VlanNetworkInventory = (
  network: L2NetworkWithClusters,
): z.infer<typeof l2VlanNetworkInventory> => ({
  ...toL2NetworkInventory(network),
  vlan: network.virtualNetworkId,
});

export const toAnyL2NetworkInventory = (network: L2NetworkWithClusters) =>
  network.type === 'L2VlanNetwork'
    ? toL2VlanNetworkInventory(network)
    : toL2NetworkInventory(network);

/** What of a network is told where a cluster is looked for. */
export const l2NetworkData = inventory('org.zstack.header.network.l2.L2NetworkData', {
  uuid,
  name: text,
  description: optionalText,
  zoneUuid: uuid,
  physicalInterface: text,
  type: text,
  poolUuid: optionalText,
  vni: optionalText,
  vlan: z.int().describe('0: it has none'),
  createDate: timestamp,
  lastOpDate: timestamp,
});

export const toL2NetworkData = (network: L2Network): z.infer<typeof l2NetworkData> => ({
  uuid: network.uuid,
  name: network.name,
  description: network.description,
  zoneUuid: network.zoneUuid,
  physicalInterface: network.physicalInterface,
  type: network.type,
  poolUuid: null,
  vni: null,
  vlan: network.virtualNetworkId,
  createDate: toTimestamp(network.createDate),
  lastOpDate: toTimestamp(network.lastOpDate),
});
