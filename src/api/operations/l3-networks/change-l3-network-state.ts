import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import { l3StateMachine } from '../../../domain/network/l3-network.js';
import { l3NetworkOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { l3NetworkResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeL3NetworkState = defineCommand({
  name: 'ChangeL3NetworkState',
  family: 'l3-networks',
  method: 'PUT',
  paths: ['/v1/l3-networks/{uuid}/actions'],
  bodyKey: 'changeL3NetworkState',
  summary: 'Enables or disables a network: no new VM gets a NIC on one that is disabled',
  params: {
    uuid: requiredText({ resourceType: 'L3Network' }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: l3NetworkInventory },
  run({ world, params: { uuid, stateEvent }, now }) {
    const network = l3NetworkOf(world, uuid);
    const state = l3StateMachine.next(network.state, stateEvent);
    world.repositories.l3Networks.update(network, { state }, now);
    return { l3NetworkUuid: uuid };
  },
  result: l3NetworkResult,
});
