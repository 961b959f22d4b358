import { replicationGroupInventory } from '../../../contract/inventories/replication-group-inventory.js';
import { newUuid } from '../../../services/resources/lookup.js';
import { writeTags } from '../../../services/tags/write-tags.js';
import { defineCommand } from '../../define-operation.js';
import { replicationGroupResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';

export const createImageReplicationGroup = defineCommand({
  name: 'CreateImageReplicationGroup',
  family: 'image-replication-groups',
  method: 'POST',
  paths: ['/v1/image-replication-groups'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Makes a group of ImageStores, which are to have each other’s images',
  params: NEW_RESOURCE_PARAMS,
  returns: { inventory: replicationGroupInventory },
  run({ world, params, systemTags, userTags, tagUuids, now }) {
    const { name, description } = params;
    const uuid = newUuid(world, params.resourceUuid);
    const dates = { createDate: now, lastOpDate: now };
    world.repositories.replicationGroups.insert({
      uuid,
      name,
      description,
      state: 'Enabled',
      ...dates,
    });
    const tags = { systemTags, userTags, tagUuids };
    writeTags(world, 'ImageReplicationGroupVO', uuid, tags, now);
    return { uuid };
  },
  result: replicationGroupResult,
});
