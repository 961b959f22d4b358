import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import {
  checkTemplate,
  createTemplateFromBackupFlow,
} from '../../../services/volume-backups/template-from-backup.js';
import { defineAsync } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { newResourceOf } from '../../new-resource.js';
import { requiredText } from '../../params.js';
import { BACKUP_TEMPLATE_PARAMS, backupTemplateOf } from './backup-template.js';

export const createRootVolumeTemplateFromVolumeBackup = defineAsync({
  name: 'CreateRootVolumeTemplateFromVolumeBackup',
  family: 'images',
  method: 'POST',
  paths: ['/v1/images/root-volume-templates/from/volume-template/{backupUuid}'],
  bodyKey: 'params',
  auth: true,
  summary:
    'Makes a root volume template (an image) of what a backup holds, on the store that has it',
  params: {
    backupUuid: requiredText({ resourceType: 'VolumeBackup', checkAccount: true }),
    ...BACKUP_TEMPLATE_PARAMS,
  },
  returns: { inventory: imageInventory },
  flow: createTemplateFromBackupFlow,
  check: (world, { params }) => checkTemplate(world, params.backupUuid, params.backupStorageUuid),
  context: (_world, call) => ({
    request: {
      mediaType: 'RootVolumeTemplate' as const,
      backupUuid: call.params.backupUuid,
      ...newResourceOf(call),
      ...backupTemplateOf(call.params),
    },
  }),
  result: imageResult,
});
