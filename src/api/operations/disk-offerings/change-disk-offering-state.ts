import { diskOfferingInventory } from '../../../contract/inventories/offering-inventory.js';
import { offeringStateMachine } from '../../../domain/offering/offering.js';
import { diskOfferingOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { diskOfferingResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeDiskOfferingState = defineCommand({
  name: 'ChangeDiskOfferingState',
  family: 'disk-offerings',
  method: 'PUT',
  paths: ['/v1/disk-offerings/{uuid}/actions'],
  bodyKey: 'changeDiskOfferingState',
  adminOnly: true,
  summary: 'Enables or disables a disk offering',
  params: {
    uuid: requiredText({ resourceType: 'DiskOffering' }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: diskOfferingInventory },
  run({ world, params, now }) {
    const offering = diskOfferingOf(world, params.uuid);
    const state = offeringStateMachine.next(offering.state, params.stateEvent);
    world.repositories.diskOfferings.update(offering, { state }, now);
    return { uuid: offering.uuid };
  },
  result: diskOfferingResult,
});
