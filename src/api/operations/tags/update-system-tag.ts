import { systemTagInventory } from '../../../contract/inventories/tag-inventory.js';
import { systemTagOf } from '../../../services/resources/lookup.js';
import { checkTagChange, checkTagOwner, refuseTagsOfAdmin } from '../../../services/tags/tags.js';
import { defineCommand } from '../../define-operation.js';
import { systemTagResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const updateSystemTag = defineCommand({
  name: 'UpdateSystemTag',
  family: 'system-tags',
  method: 'PUT',
  paths: ['/v1/system-tags/{uuid}/actions'],
  bodyKey: 'updateSystemTag',
  summary: 'Changes the text of a system tag',
  params: {
    uuid: requiredText({ resourceType: 'SystemTag', checkAccount: true }),
    tag: requiredText(),
  },
  returns: { inventory: systemTagInventory },
  check(world, { params, caller }) {
    const tag = systemTagOf(world, params.uuid);
    checkTagOwner(world, tag, caller);
    checkTagChange(world, tag, params.tag);
    refuseTagsOfAdmin([params.tag], caller);
  },
  run({ world, params: { uuid, tag }, now }) {
    world.repositories.tags.changeSystemTag(uuid, tag, now);
    return { uuid };
  },
  result: systemTagResult,
});
