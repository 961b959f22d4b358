import { removePrimaryStorage } from '../../../services/storages/primary/primary-storages.js';
import { checkDelete } from '../../../services/storages/primary/clusters.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deletePrimaryStorage = defineCommand({
  name: 'DeletePrimaryStorage',
  family: 'primary-storage',
  method: 'DELETE',
  paths: ['/v1/primary-storage/{uuid}'],
  adminOnly: true,
  summary: 'Removes a primary storage with the VMs and volumes on it',
  params: { uuid: requiredText(), deleteMode: deleteMode() },
  returns: {},
  run({ world, params }) {
    const storage = world.repositories.primaryStorages.find(params.uuid);
    if (!storage) return;
    checkDelete(world, storage);
    removePrimaryStorage(world, storage);
  },
});
