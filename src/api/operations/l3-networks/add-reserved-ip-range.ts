import {
  reservedIpRangeInventory,
  toReservedIpRangeInventory,
} from '../../../contract/inventories/l3-network-inventory.js';
import { parseIp } from '../../../core/ip.js';
import { checkReservedRange, reserveRange } from '../../../services/networks/ip-ranges.js';
import { defineCommand } from '../../define-operation.js';
import { CREATE_PARAMS, requiredText } from '../../params.js';

export const addReservedIpRange = defineCommand({
  name: 'AddReservedIpRange',
  family: 'l3-networks',
  method: 'POST',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/reserved-ip-ranges'],
  bodyKey: 'params',
  summary: 'Keeps addresses of a network from being given away',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    startIp: requiredText(),
    endIp: requiredText(),
    ...CREATE_PARAMS,
  },
  returns: { inventory: reservedIpRangeInventory },
  check: (world, { params: { l3NetworkUuid, startIp, endIp } }) =>
    checkReservedRange(world, l3NetworkUuid, startIp, endIp),
  run({ world, params: { l3NetworkUuid, startIp, endIp }, now }) {
    checkReservedRange(world, l3NetworkUuid, startIp, endIp);
    // The real system does not look at the uuid that the call asks for.
    const uuid = world.chance.uuid();
    const ipVersion = parseIp(startIp)?.version ?? 4;
    const told = { l3NetworkUuid, startIp, endIp, name: null, description: null, ipVersion };
    reserveRange(world, { uuid, ...told, createDate: now, lastOpDate: now }, now);
    return { uuid };
  },
  result(world, { uuid }) {
    const range = world.repositories.reservedIpRanges.find(String(uuid));
    return range ? { inventory: toReservedIpRangeInventory(range) } : {};
  },
});
