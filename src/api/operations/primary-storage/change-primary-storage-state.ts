import { primaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { PRIMARY_STORAGE_STATE_EVENTS } from '../../../domain/primary-storage/primary-storage.js';
import { primaryStorageOf } from '../../../services/resources/lookup.js';
import { changeState } from '../../../services/storages/primary/states.js';
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
  summary: 'Enables or disables a primary storage, or puts it in maintenance, which stops its VMs',
  params: {
    uuid: requiredText({ resourceType: 'PrimaryStorage' }),
    stateEvent: requiredChoice(PRIMARY_STORAGE_STATE_EVENTS),
  },
  returns: { inventory: primaryStorageInventory },
  run({ world, params, now }) {
    const storage = primaryStorageOf(world, params.uuid);
    changeState(world, storage, params.stateEvent, now);
    return { uuid: storage.uuid };
  },
  result: primaryStorageResult,
});
