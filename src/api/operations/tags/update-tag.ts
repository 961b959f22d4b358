import { tagPatternInventory } from '../../../contract/inventories/tag-inventory.js';
import { tagPatternOf } from '../../../services/resources/lookup.js';
import { checkPatternChange, updatePattern } from '../../../services/tags/tag-patterns.js';
import { defineCommand } from '../../define-operation.js';
import { tagPatternResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updateTag = defineCommand({
  name: 'UpdateTag',
  family: 'tags',
  method: 'PUT',
  paths: ['/v1/tags/{uuid}/actions'],
  bodyKey: 'updateTag',
  summary: 'Changes a tag pattern; of its value, only the names of tokens',
  params: {
    uuid: requiredText({ resourceType: 'TagPattern' }),
    name: optionalText({ maxLength: 128 }),
    value: optionalText({ maxLength: 128 }),
    description: optionalText({ maxLength: 2048 }),
    color: optionalText({ description: 'e.g. #FF00FF' }),
  },
  returns: { inventory: tagPatternInventory },
  check(world, { params, caller }) {
    const { uuid, ...change } = params;
    checkPatternChange(world, tagPatternOf(world, uuid), change, caller.accountUuid);
  },
  run({ world, params: { uuid, ...change }, now }) {
    updatePattern(world, tagPatternOf(world, uuid), change, now);
    return { uuid };
  },
  result: tagPatternResult,
});
