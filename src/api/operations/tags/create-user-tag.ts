import {
  toUserTagInventory,
  userTagInventory,
} from '../../../contract/inventories/tag-inventory.js';
import { LONGEST_TAG } from '../../../domain/tag/tag.js';
import { userTagOf } from '../../../services/resources/lookup.js';
import { checkUserTag, createUserTag as create } from '../../../services/tags/tags.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const createUserTag = defineCommand({
  name: 'CreateUserTag',
  family: 'user-tags',
  method: 'POST',
  paths: ['/v1/user-tags'],
  bodyKey: 'params',
  summary: 'Puts a tag of any text on a resource',
  params: {
    resourceType: requiredText({ description: 'e.g. ImageVO' }),
    resourceUuid: requiredText({ resourceType: 'Resource', checkAccount: true }),
    tag: requiredText({ maxLength: LONGEST_TAG }),
  },
  returns: { inventory: userTagInventory },
  check: (world, { params }) => checkUserTag(world, params, params.tag),
  run: ({ world, params: { tag, ...on }, now }) => ({ uuid: create(world, on, tag, now) }),
  result: (world, { uuid }) => ({ inventory: toUserTagInventory(userTagOf(world, String(uuid))) }),
});
