import { toTrashInventory, trashInventory } from '../../../contract/inventories/trash-inventory.js';
import { checkTrashFilter, listTrash } from '../../../services/storages/trash.js';
import { defineSync } from '../../define-operation.js';
import { optionalChoice, optionalText, requiredText } from '../../params.js';

export const getTrashOnPrimaryStorage = defineSync({
  name: 'GetTrashOnPrimaryStorage',
  family: 'primary-storage',
  method: 'GET',
  paths: ['/v1/primary-storage/trash'],
  auth: true,
  adminOnly: true,
  summary: 'Lists bits that wait for a clean-up',
  params: {
    uuid: requiredText({ resourceType: 'PrimaryStorage' }),
    resourceUuid: optionalText(),
    resourceType: optionalText(),
    trashType: optionalChoice([
      'MigrateVolume',
      'MigrateVolumeSnapshot',
      'RevertVolume',
      'VolumeSnapshot',
    ]),
  },
  returns: { inventories: trashInventory.array() },
  run(world, { uuid, ...filter }) {
    checkTrashFilter(filter);
    return { inventories: listTrash(world, 'PrimaryStorage', uuid, filter).map(toTrashInventory) };
  },
});
