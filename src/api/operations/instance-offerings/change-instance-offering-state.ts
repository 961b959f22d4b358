import { instanceOfferingInventory } from '../../../contract/inventories/offering-inventory.js';
import { offeringStateMachine } from '../../../domain/offering/offering.js';
import { instanceOfferingOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { instanceOfferingResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeInstanceOfferingState = defineCommand({
  name: 'ChangeInstanceOfferingState',
  family: 'instance-offerings',
  method: 'PUT',
  paths: ['/v1/instance-offerings/{uuid}/actions'],
  bodyKey: 'changeInstanceOfferingState',
  adminOnly: true,
  summary: 'Enables or disables an instance offering',
  params: {
    uuid: requiredText({ resourceType: 'InstanceOffering' }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: instanceOfferingInventory },
  run({ world, params, now }) {
    const offering = instanceOfferingOf(world, params.uuid);
    const state = offeringStateMachine.next(offering.state, params.stateEvent);
    world.repositories.instanceOfferings.update(offering, { state }, now);
    return { uuid: offering.uuid };
  },
  result: instanceOfferingResult,
});
