import { primaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { apiError } from '../../../core/api-error.js';
import {
  PRIMARY_STORAGE_STATE_EVENTS,
  primaryStorageStateMachine,
} from '../../../domain/primary-storage/primary-storage.js';
import { primaryStorageOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { primaryStorageResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changePrimaryStorageState = defineCommand({
  name: 'ChangePrimaryStorageState',
  family: 'primary-storage',
  method: 'PUT',
  paths: ['/v1/primary-storage/{uuid}/actions'],
  bodyKey: 'changePrimaryStorageState',
  adminOnly: true,
  summary: 'Enables or disables a primary storage, or puts it in maintenance',
  params: {
    uuid: requiredText({ resourceType: 'PrimaryStorage' }),
    stateEvent: requiredChoice(PRIMARY_STORAGE_STATE_EVENTS),
  },
  returns: { inventory: primaryStorageInventory },
  run({ world, params, now }) {
    const storage = primaryStorageOf(world, params.uuid);
    const { stateEvent } = params;
    if (!primaryStorageStateMachine.accepts(storage.state, stateEvent)) {
      throw apiError(
        'SYS.1006',
        `the primary storage[uuid:${storage.uuid}] is in state ${storage.state}, which does not allow ${stateEvent}`,
      );
    }
    const state = primaryStorageStateMachine.next(storage.state, stateEvent);
    world.repositories.primaryStorages.update(storage, { state }, now);
    return { uuid: storage.uuid };
  },
  result: primaryStorageResult,
});
