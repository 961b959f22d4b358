import * as z from 'zod';
import {
  IMAGE_PACKAGE_STATES,
  type ImagePackage,
} from '../../domain/image-package/image-package.js';
import { toTimestamp } from '../timestamp.js';
import { bytes, inventory, optionalText, text, timestamp, uuid } from './inventory.js';

export const imagePackageInventory = inventory('org.zstack.ovf.datatype.ImagePackageInventory', {
  uuid,
  name: text,
  description: optionalText,
  vmUuid: optionalText,
  backupStorageUuid: uuid,
  state: z.enum(IMAGE_PACKAGE_STATES),
  exportUrl: optionalText,
  md5Sum: optionalText,
  format: optionalText,
  size: bytes.nullable(),
  createDate: timestamp,
  lastOpDate: timestamp,
});

export function toImagePackageInventory(row: ImagePackage): z.infer<typeof imagePackageInventory> {
  return {
    uuid: row.uuid,
    name: row.name,
    description: row.description,
    vmUuid: row.vmUuid,
    backupStorageUuid: row.backupStorageUuid,
    state: row.state,
    exportUrl: row.exportUrl,
    md5Sum: row.md5Sum,
    format: row.format,
    size: row.size,
    createDate: toTimestamp(row.createDate),
    lastOpDate: toTimestamp(row.lastOpDate),
  };
}
