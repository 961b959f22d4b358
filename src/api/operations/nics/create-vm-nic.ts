import { vmNicInventory } from '../../../contract/inventories/vm-nic-inventory.js';
import { apiError } from '../../../core/api-error.js';
import type { World } from '../../../domain/world.js';
import { checkStaticIp } from '../../../services/networks/static-ip-tags.js';
import { createLooseNic } from '../../../services/networks/nics.js';
import { l3NetworkOf } from '../../../services/resources/lookup.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { vmNicResult } from '../../inventory-of.js';
import { CREATE_PARAMS, optionalText, requiredText } from '../../params.js';

export const createVmNic = defineCommand({
  name: 'CreateVmNic',
  family: 'nics',
  method: 'POST',
  paths: ['/v1/nics'],
  bodyKey: 'params',
  summary: 'Makes a NIC with an address, for a VM to come',
  params: {
    l3NetworkUuid: requiredText({ resourceType: 'L3Network', checkAccount: true }),
    ip: optionalText(),
    ...CREATE_PARAMS,
  },
  returns: { inventory: vmNicInventory },
  check: (world, { params }) => checkNetwork(world, params),
  run({ world, params, caller, systemTags, userTags, tagUuids, now }) {
    checkNetwork(world, params);
    const nicUuid = createLooseNic(world, params, caller.accountUuid, now);
    writeTags(world, 'VmNicVO', nicUuid, { systemTags, userTags, tagUuids }, now);
    return { nicUuid };
  },
  result: vmNicResult,
});

function checkNetwork(
  world: World,
  { l3NetworkUuid, ip }: { readonly l3NetworkUuid: string; readonly ip: string | null },
): void {
  const network = l3NetworkOf(world, l3NetworkUuid);
  if (network.state === 'Disabled') {
    throw apiError(
      'SYS.1006',
      `unable to attach a L3 network. The L3 network[uuid:${l3NetworkUuid}] is disabled`,
    );
  }
  if (ip !== null) checkStaticIp(world, network, ip);
}
