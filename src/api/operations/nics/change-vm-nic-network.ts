import { vmNicInventory } from '../../../contract/inventories/vm-nic-inventory.js';
import {
  changeNetwork,
  checkChangeNetwork,
} from '../../../services/networks/change-nic-network.js';
import { l3NetworkOf, vmNicOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { vmNicResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const changeVmNicNetwork = defineCommand({
  name: 'ChangeVmNicNetwork',
  family: 'nics',
  method: 'POST',
  paths: ['/v1/vm-instances/nics/{vmNicUuid}/l3-networks/{destL3NetworkUuid}'],
  bodyKey: 'params',
  summary: 'Puts a NIC onto another network, with an address of that',
  params: {
    vmNicUuid: requiredText({ resourceType: 'VmNic', checkAccount: true }),
    destL3NetworkUuid: requiredText({ resourceType: 'L3Network', checkAccount: true }),
    staticIp: optionalText({ description: 'not used: a system tag tells the address' }),
  },
  returns: { inventory: vmNicInventory },
  check: (world, { params: { vmNicUuid, destL3NetworkUuid }, systemTags }) =>
    checkChangeNetwork(
      world,
      vmNicOf(world, vmNicUuid),
      l3NetworkOf(world, destL3NetworkUuid),
      systemTags,
    ),
  run({ world, params: { vmNicUuid, destL3NetworkUuid }, systemTags, now }) {
    const [nic, network] = [vmNicOf(world, vmNicUuid), l3NetworkOf(world, destL3NetworkUuid)];
    checkChangeNetwork(world, nic, network, systemTags);
    changeNetwork(world, nic, network, systemTags, now);
    return { nicUuid: vmNicUuid };
  },
  result: vmNicResult,
});
