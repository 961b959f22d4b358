import { systemTagInventory } from '../../../contract/inventories/tag-inventory.js';
import {
  checkSystemTags,
  createSystemTags,
  refuseTagsOfAdmin,
} from '../../../services/tags/tags.js';
import { defineCommand } from '../../define-operation.js';
import { systemTagResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const createSystemTag = defineCommand({
  name: 'CreateSystemTag',
  family: 'system-tags',
  method: 'POST',
  paths: ['/v1/system-tags'],
  bodyKey: 'params',
  summary: 'Puts a system tag on a resource; one that is there already gives an empty answer',
  params: {
    resourceType: requiredText({ description: 'e.g. ImageVO' }),
    resourceUuid: requiredText({ resourceType: 'Resource', checkAccount: true }),
    tag: requiredText(),
  },
  returns: { inventory: systemTagInventory },
  check(world, { params, caller }) {
    checkSystemTags(world, params, [params.tag]);
    refuseTagsOfAdmin([params.tag], caller);
  },
  run({ world, params: { resourceType, resourceUuid, tag }, now }) {
    const [uuid] = createSystemTags(world, { resourceType, resourceUuid }, [tag], now);
    return uuid ? { uuid } : {};
  },
  result: systemTagResult,
});
