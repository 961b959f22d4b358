import { deleteDiskOffering as remove } from '../../../services/offerings/offerings.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteDiskOffering = defineCommand({
  name: 'DeleteDiskOffering',
  family: 'disk-offerings',
  method: 'DELETE',
  paths: ['/v1/disk-offerings/{uuid}'],
  adminOnly: true,
  summary: 'Removes a disk offering; its volumes keep their size',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'DiskOffering', mayBeMissing: true }),
  },
  returns: {},
  run({ world, params, now }) {
    if (world.repositories.diskOfferings.find(params.uuid)) remove(world, params.uuid, now);
  },
});
