import { deleteSecurityGroup as remove } from '../../../services/security-groups/security-groups.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteSecurityGroup = defineCommand({
  name: 'DeleteSecurityGroup',
  family: 'security-groups',
  method: 'DELETE',
  paths: ['/v1/security-groups/{uuid}'],
  summary: 'Removes a security group, and rules of others that are about it',
  params: {
    uuid: requiredText({ resourceType: 'SecurityGroup', mayBeMissing: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params, now }) {
    const group = world.repositories.securityGroups.find(params.uuid);
    if (group) remove(world, group, now);
  },
});
