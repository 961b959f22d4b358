import { accessKeyInventory } from '../../../contract/inventories/account-inventory.js';
import { checkKeyOwner } from '../../../services/accounts/access-keys.js';
import { accessKeyOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { accessKeyResult } from '../../inventory-of.js';
import { requiredChoice, requiredText } from '../../params.js';

export const changeAccessKeyState = defineCommand({
  name: 'ChangeAccessKeyState',
  family: 'accesskeys',
  method: 'PUT',
  paths: ['/v1/accesskeys/{uuid}/actions'],
  bodyKey: 'changeAccessKeyState',
  summary: 'Enables or disables an access key',
  params: {
    uuid: requiredText({ resourceType: 'AccessKey' }),
    stateEvent: requiredChoice(['enable', 'disable']),
  },
  returns: { inventory: accessKeyInventory },
  check: (world, { params, caller }) => checkKeyOwner(world, params.uuid, caller),
  run({ world, params: { uuid, stateEvent }, now }) {
    const state = stateEvent === 'enable' ? 'Enabled' : 'Disabled';
    world.repositories.accessKeys.update(accessKeyOf(world, uuid), { state }, now);
    return { uuid };
  },
  result: accessKeyResult,
});
