import { expungeVolume } from '../../../services/volumes/delete-volume.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const expungeDataVolume = defineCommand({
  name: 'ExpungeDataVolume',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/{uuid}/actions'],
  bodyKey: 'expungeDataVolume',
  summary: 'Removes a deleted data volume for good',
  params: {
    uuid: requiredText({ resourceType: 'Volume', mayBeMissing: true, checkAccount: true }),
  },
  returns: {},
  run({ world, params }) {
    const volume = world.repositories.volumes.find(params.uuid);
    if (volume) expungeVolume(world, volume);
  },
});
