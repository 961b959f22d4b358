import { primaryStorageOf } from '../../../services/resources/lookup.js';
import { cleanUpImageCache } from '../../../services/storages/primary/primary-storages.js';
import { defineCommand } from '../../define-operation.js';
import { flag, requiredText } from '../../params.js';

export const cleanUpImageCacheOnPrimaryStorage = defineCommand({
  name: 'CleanUpImageCacheOnPrimaryStorage',
  family: 'primary-storage',
  method: 'PUT',
  paths: ['/v1/primary-storage/{uuid}/actions'],
  bodyKey: 'cleanUpImageCacheOnPrimaryStorage',
  adminOnly: true,
  summary: 'Removes cached images that nothing needs',
  params: {
    uuid: requiredText({ resourceType: 'PrimaryStorage' }),
    force: flag(false, { description: 'also of images that still exist' }),
  },
  returns: {},
  run({ world, params }) {
    cleanUpImageCache(world, primaryStorageOf(world, params.uuid), params.force);
  },
});
