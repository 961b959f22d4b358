import { deleteInstanceOffering as remove } from '../../../services/offerings/offerings.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteInstanceOffering = defineCommand({
  name: 'DeleteInstanceOffering',
  family: 'instance-offerings',
  method: 'DELETE',
  paths: ['/v1/instance-offerings/{uuid}'],
  adminOnly: true,
  summary: 'Removes an instance offering; its VMs keep what they have of it',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'InstanceOffering', mayBeMissing: true }),
  },
  returns: {},
  run({ world, params, now }) {
    if (world.repositories.instanceOfferings.find(params.uuid)) remove(world, params.uuid, now);
  },
});
