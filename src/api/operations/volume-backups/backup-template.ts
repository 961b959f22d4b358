import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import { ARCHITECTURES, PLATFORMS } from '../../../domain/image/image.js';
import {
  checkTemplate,
  createTemplateFromBackupFlow,
} from '../../../services/volume-backups/template-from-backup.js';
import { defineAsync } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { flag, optionalChoice, optionalFlag, optionalText, requiredText } from '../../params.js';
import type { ParamValues } from '../../params.js';

/** What both operations that make a template of a backup are given. */
const BACKUP_TEMPLATE_PARAMS = {
  backupStorageUuid: requiredText({ resourceType: 'BackupStorage' }),
  ...NEW_RESOURCE_PARAMS,
  guestOsType: optionalText({ description: 'default: of a root volume that of the VM, else none' }),
  platform: optionalChoice(PLATFORMS, {
    description: 'default: of a root volume that of the VM, else none',
  }),
  architecture: optionalChoice(ARCHITECTURES, {
    description: 'default: of a root volume that of the VM, else none',
  }),
  system: flag(false),
  virtio: optionalFlag({ description: 'default: of a root volume that of the VM, else none' }),
} as const;

const backupTemplateOf = ({
  backupStorageUuid,
  guestOsType,
  platform,
  architecture,
  system,
  virtio,
}: ParamValues<typeof BACKUP_TEMPLATE_PARAMS>) => ({
  backupStorageUuid,
  guestOsType,
  platform,
  architecture,
  system,
  virtio,
});

/** The operation that makes a template of this kind: what they differ in is what they make. */
export const makesTemplate = (kind: 'Root' | 'Data') =>
  defineAsync({
    name: `Create${kind}VolumeTemplateFromVolumeBackup`,
    family: 'images',
    method: 'POST',
    paths: [`/v1/images/${kind.toLowerCase()}-volume-templates/from/volume-template/{backupUuid}`],
    bodyKey: 'params',
    auth: true,
    summary: `Makes a ${kind.toLowerCase()} volume template (an image) of what a backup holds, on the store that has it`,
    params: {
      backupUuid: requiredText({ resourceType: 'VolumeBackup', checkAccount: true }),
      ...BACKUP_TEMPLATE_PARAMS,
    },
    returns: { inventory: imageInventory },
    flow: createTemplateFromBackupFlow,
    check: (world, { params }) => checkTemplate(world, params.backupUuid, params.backupStorageUuid),
    context: (_world, call) => ({
      request: {
        mediaType: `${kind}VolumeTemplate` as const,
        backupUuid: call.params.backupUuid,
        ...newResourceOf(call),
        ...backupTemplateOf(call.params),
      },
    }),
    result: imageResult,
  });
