import { toTrashInventory, trashInventory } from '../../../contract/inventories/trash-inventory.js';
import { checkTrashFilter, listTrash } from '../../../services/storages/trash.js';
import { defineSync } from '../../define-operation.js';
import { optionalChoice, optionalText, requiredText } from '../../params.js';

export const getTrashOnBackupStorage = defineSync({
  name: 'GetTrashOnBackupStorage',
  family: 'backup-storage',
  method: 'GET',
  paths: ['/v1/backup-storage/trash'],
  auth: true,
  adminOnly: true,
  summary: 'Lists bits that wait for a clean-up',
  params: {
    uuid: requiredText({ resourceType: 'BackupStorage' }),
    resourceUuid: optionalText(),
    resourceType: optionalText(),
    trashType: optionalChoice(['MigrateImage']),
  },
  returns: { inventories: trashInventory.array() },
  run(world, { uuid, ...filter }) {
    checkTrashFilter(filter);
    return { inventories: listTrash(world, 'BackupStorage', uuid, filter).map(toTrashInventory) };
  },
});
