import {
  systemTagInventory,
  toSystemTagInventory,
} from '../../../contract/inventories/tag-inventory.js';
import { systemTagOf } from '../../../services/resources/lookup.js';
import {
  checkSystemTags,
  createSystemTags as create,
  refuseTagsOfAdmin,
} from '../../../services/tags/tags.js';
import { defineCommand } from '../../define-operation.js';
import { requiredList, requiredText } from '../../params.js';

export const createSystemTags = defineCommand({
  name: 'CreateSystemTags',
  family: 'system-tags',
  method: 'POST',
  paths: ['/v1/system-tags/{resourceUuid}/tags'],
  bodyKey: 'params',
  summary: 'Puts several system tags on a resource; all of them or none',
  params: {
    resourceType: requiredText({ description: 'e.g. ImageVO' }),
    resourceUuid: requiredText({ resourceType: 'Resource', checkAccount: true }),
    tags: requiredList({ nonempty: true }),
  },
  returns: { inventories: systemTagInventory.nullable().array() },
  check(world, { params, caller }) {
    checkSystemTags(world, params, params.tags);
    refuseTagsOfAdmin(params.tags, caller);
  },
  run: ({ world, params: { resourceType, resourceUuid, tags }, now }) => ({
    uuids: create(world, { resourceType, resourceUuid }, tags, now),
  }),
  result: (world, { uuids }) => ({
    // In the place of a tag that was there already stands nothing.
    inventories: (uuids as (string | null)[]).map((uuid) =>
      uuid === null ? null : toSystemTagInventory(systemTagOf(world, uuid)),
    ),
  }),
});
