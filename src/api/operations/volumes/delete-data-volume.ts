import { checkDelete, deleteVolume } from '../../../services/volumes/delete-volume.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteDataVolume = defineCommand({
  name: 'DeleteDataVolume',
  family: 'volumes',
  method: 'DELETE',
  paths: ['/v1/volumes/{uuid}'],
  summary: 'Deletes a data volume by the deletion policy',
  params: {
    uuid: requiredText({ resourceType: 'Volume', mayBeMissing: true, checkAccount: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  check(world, { params }) {
    const volume = world.repositories.volumes.find(params.uuid);
    if (volume) checkDelete(volume);
  },
  run({ world, params, now }) {
    const volume = world.repositories.volumes.find(params.uuid);
    if (volume) deleteVolume(world, volume, now);
  },
});
