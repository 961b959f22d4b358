import { ARCHITECTURES, PLATFORMS } from '../../../domain/image/image.js';
import { NEW_RESOURCE_PARAMS } from '../../new-resource.js';
import { flag, optionalChoice, optionalFlag, optionalText, requiredText } from '../../params.js';
import type { ParamValues } from '../../params.js';

/** What both operations that make a template of a backup are given. */
export const BACKUP_TEMPLATE_PARAMS = {
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

export const backupTemplateOf = ({
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
