import { defineCommand } from '../../define-operation.js';
import { requiredList, requiredText } from '../../params.js';

export const detachTagFromResources = defineCommand({
  name: 'DetachTagFromResources',
  family: 'tags',
  method: 'DELETE',
  paths: ['/v1/tags/{tagUuid}/resources'],
  summary: 'Takes the tag of a pattern from resources; those that do not have it are no error',
  params: {
    tagUuid: requiredText({ resourceType: 'TagPattern' }),
    resourceUuids: requiredList({ nonempty: true }),
  },
  returns: {},
  run({ world, params: { tagUuid, resourceUuids } }) {
    const { tags } = world.repositories;
    for (const resourceUuid of resourceUuids) tags.removeAttached(tagUuid, resourceUuid);
  },
});
