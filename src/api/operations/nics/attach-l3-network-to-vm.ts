import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { attachNetwork, checkAttachNetwork } from '../../../services/networks/attach-nic.js';
import { l3NetworkOf, vmOf } from '../../../services/resources/lookup.js';
import { nicParamOf } from '../../../services/vm-instances/nic-params.js';
import { defineCommand } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const attachL3NetworkToVm = defineCommand({
  name: 'AttachL3NetworkToVm',
  family: 'vm-instances',
  method: 'POST',
  paths: ['/v1/vm-instances/{vmInstanceUuid}/l3-networks/{l3NetworkUuid}'],
  bodyKey: 'params',
  summary: 'Gives a VM a NIC on a network',
  params: {
    vmInstanceUuid: requiredText({ resourceType: 'VmInstance' }),
    l3NetworkUuid: requiredText({ resourceType: 'L3Network', checkAccount: true }),
    staticIp: optionalText(),
    driverType: optionalText(),
    customMac: optionalText({ description: 'taken and not used, as in the open source' }),
    vmNicParams: optionalText({ description: 'JSON: driverType, state, bandwidths, queues' }),
  },
  returns: { inventory: vmInstanceInventory },
  check(world, { params: told, systemTags }) {
    const network = l3NetworkOf(world, told.l3NetworkUuid);
    const vm = vmOf(world, told.vmInstanceUuid);
    checkAttachNetwork(world, vm, network, told.staticIp, systemTags);
    nicParamOf(told.vmNicParams, network.uuid);
  },
  run({ world, params: told, systemTags, now }) {
    const { vmInstanceUuid: vmUuid, l3NetworkUuid, staticIp } = told;
    // Another call of the same moment may have attached it, or taken the address.
    const [vm, network] = [vmOf(world, vmUuid), l3NetworkOf(world, l3NetworkUuid)];
    checkAttachNetwork(world, vm, network, staticIp, systemTags);
    const described = nicParamOf(told.vmNicParams, l3NetworkUuid);
    const driverType = told.driverType || null;
    const wanted = { l3NetworkUuid, staticIp, driverType, state: described?.state ?? 'enable' };
    attachNetwork(world, vmUuid, wanted, systemTags, now);
    return { vmUuid };
  },
  result: vmResult,
});
