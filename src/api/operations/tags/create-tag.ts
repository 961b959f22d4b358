import { tagPatternInventory } from '../../../contract/inventories/tag-inventory.js';
import { TAG_PATTERN_TYPES } from '../../../domain/tag/tag-pattern.js';
import { newUuid } from '../../../services/resources/lookup.js';
import { checkNewPattern } from '../../../services/tags/tag-patterns.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { tagPatternResult } from '../../inventory-of.js';
import { choice, CREATE_PARAMS, optionalText, requiredText } from '../../params.js';

export const createTag = defineCommand({
  name: 'CreateTag',
  family: 'tags',
  method: 'POST',
  paths: ['/v1/tags'],
  bodyKey: 'params',
  summary: 'Makes a tag that can be attached to many resources (a tag pattern)',
  params: {
    name: requiredText({ maxLength: 128 }),
    value: requiredText({
      maxLength: 128,
      description: 'the text of the tag; withToken: its format, e.g. os::{name}::{version}',
    }),
    description: optionalText({ maxLength: 2048 }),
    color: optionalText({ description: 'e.g. #FF00FF' }),
    type: choice(TAG_PATTERN_TYPES, 'simple'),
    ...CREATE_PARAMS,
  },
  returns: { inventory: tagPatternInventory },
  check: (world, { params, caller }) => checkNewPattern(world, params, caller.accountUuid),
  run({ world, params, systemTags, userTags, tagUuids, caller, now }) {
    const { name, value, description, color, type } = params;
    const uuid = newUuid(world, params.resourceUuid);
    const dates = { createDate: now, lastOpDate: now };
    world.repositories.tagPatterns.insert({
      uuid,
      name,
      value,
      description,
      color,
      type,
      ...dates,
    });
    world.repositories.accounts.own(caller.accountUuid, uuid, 'TagPatternVO');
    writeTags(world, 'TagPatternVO', uuid, { systemTags, userTags, tagUuids }, now);
    return { uuid };
  },
  result: tagPatternResult,
});
