import { anyHostInventory } from '../../../contract/inventories/host-inventory.js';
import { addHost, checkAddress } from '../../../services/hosts/add-host.js';
import { defineCommand } from '../../define-operation.js';
import { hostResult } from '../../inventory-of.js';
import { wholeNumber } from '../../params.js';
import { NEW_HOST_PARAMS, newHostOf } from './new-host.js';

export const addSimulatorHost = defineCommand({
  name: 'AddSimulatorHost',
  family: 'hosts',
  method: 'POST',
  paths: ['/v1/hosts/simulators'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds a host that is only pretended to a cluster of such hosts',
  params: {
    memoryCapacity: wholeNumber('long', { description: 'bytes' }, 1_000_000_000),
    cpuCapacity: wholeNumber('long', { description: 'threads' }, 1_000_000_000),
    ...NEW_HOST_PARAMS,
  },
  returns: { inventory: anyHostInventory },
  check: (_world, { params }) => checkAddress(params.managementIp),
  run(call) {
    const { memoryCapacity: memorySize, cpuCapacity: cpuNum } = call.params;
    const wanted = { ...newHostOf(call), kind: 'Simulator' as const, memorySize, cpuNum };
    return { uuid: addHost(call.world, wanted, call.now) };
  },
  result: hostResult,
});
