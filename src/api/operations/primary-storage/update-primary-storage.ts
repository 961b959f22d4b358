import { anyPrimaryStorageInventory } from '../../../contract/inventories/primary-storage-inventory.js';
import { whenGiven } from '../../../core/given.js';
import { primaryStorageOf } from '../../../services/resources/lookup.js';
import { checkNewUrl } from '../../../services/storages/primary/primary-storage-url.js';
import { defineCommand } from '../../define-operation.js';
import { typedPrimaryStorageResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const updatePrimaryStorage = defineCommand({
  name: 'UpdatePrimaryStorage',
  family: 'primary-storage',
  method: 'PUT',
  paths: ['/v1/primary-storage/{uuid}/actions'],
  bodyKey: 'updatePrimaryStorage',
  adminOnly: true,
  summary: 'Changes the name, description or url of a primary storage',
  params: {
    uuid: requiredText({ resourceType: 'PrimaryStorage' }),
    name: optionalText({ maxLength: 255 }),
    description: optionalText({ maxLength: 2048 }),
    url: optionalText({ maxLength: 2048 }),
  },
  returns: { inventory: anyPrimaryStorageInventory },
  check: (world, { params, systemTags }) =>
    checkNewUrl(world, primaryStorageOf(world, params.uuid), params.url, systemTags),
  run({ world, params, now }) {
    const storage = primaryStorageOf(world, params.uuid);
    const { name, description, url } = params;
    whenGiven({ name, description, url }, (told) =>
      world.repositories.primaryStorages.update(storage, told, now),
    );
    return { uuid: storage.uuid };
  },
  result: typedPrimaryStorageResult,
});
