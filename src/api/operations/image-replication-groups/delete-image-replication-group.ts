import { removeGroup } from '../../../services/replication-groups/members.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteImageReplicationGroup = defineCommand({
  name: 'DeleteImageReplicationGroup',
  family: 'image-replication-groups',
  method: 'DELETE',
  paths: ['/v1/image-replication-groups/{uuid}'],
  adminOnly: true,
  summary: 'Removes a group of ImageStores; they, and what they have, stay',
  params: {
    uuid: requiredText({ resourceType: 'ImageReplicationGroup', mayBeMissing: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params }) {
    const group = world.repositories.replicationGroups.find(params.uuid);
    if (group) removeGroup(world, group);
  },
});
