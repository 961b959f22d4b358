import * as z from 'zod';
import { errorCodeSchema } from '../../../contract/error-code.js';
import {
  toUserTagInventory,
  userTagInventory,
} from '../../../contract/inventories/tag-inventory.js';
import { inventory } from '../../../contract/inventories/inventory.js';
import type { ErrorCode } from '../../../core/api-error.js';
import { tagPatternOf, userTagOf } from '../../../services/resources/lookup.js';
import { attach, checkAttachment } from '../../../services/tags/tag-patterns.js';
import type { World } from '../../../domain/world.js';
import { defineCommand } from '../../define-operation.js';
import { requiredList, requiredText, textMap } from '../../params.js';

export const attachTagToResources = defineCommand({
  name: 'AttachTagToResources',
  family: 'tags',
  method: 'POST',
  paths: ['/v1/tags/{tagUuid}/resources'],
  bodyKey: 'params',
  summary: 'Puts the tag of a pattern on resources, with values for its tokens',
  params: {
    tagUuid: requiredText({ resourceType: 'TagPattern' }),
    resourceUuids: requiredList({ nonempty: true, resourceType: 'Resource' }),
    tokens: textMap({ description: 'a value for each token of the format' }),
  },
  returns: {
    results: z.array(
      inventory('org.zstack.tag2.AttachTagResult', {
        success: z.boolean(),
        inventory: userTagInventory.nullable(),
        error: errorCodeSchema.nullable(),
      }),
    ),
  },
  check(world, { params: { tagUuid, resourceUuids, tokens } }) {
    checkAttachment(world, tagPatternOf(world, tagUuid), resourceUuids, tokens);
  },
  run({ world, params: { tagUuid, resourceUuids, tokens }, now }) {
    const pattern = tagPatternOf(world, tagUuid);
    const attached = resourceUuids.map((uuid) => attach(world, pattern, uuid, tokens ?? {}, now));
    return { attached };
  },
  // The real system answers with every field of its event, `success` among them.
  result: (world, { attached }) => ({
    success: true,
    results: (attached as (string | ErrorCode)[]).map((result) => resultOf(world, result)),
  }),
});

const resultOf = (world: World, result: string | ErrorCode) =>
  typeof result === 'string'
    ? { success: true, inventory: toUserTagInventory(userTagOf(world, result)), error: null }
    : { success: false, inventory: null, error: { ...result, elaboration: null, cause: null } };
