import { sftpBackupStorageInventory } from '../../../contract/inventories/backup-storage-inventory.js';
import {
  addBackupStorage,
  checkImageServer,
} from '../../../services/storages/backup/add-backup-storage.js';
import { defineCommand } from '../../define-operation.js';
import { typedBackupStorageResult } from '../../inventory-of.js';
import { requiredText, wholeNumber } from '../../params.js';
import { IMAGE_SERVER_PARAMS, NEW_STORAGE_PARAMS, storageOfCall } from './new-storage.js';

export const addSftpBackupStorage = defineCommand({
  name: 'AddSftpBackupStorage',
  family: 'backup-storage',
  method: 'POST',
  paths: ['/v1/backup-storage/sftp'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds an image server and connects it',
  params: {
    hostname: requiredText({ maxLength: 255, emptyString: false }),
    ...IMAGE_SERVER_PARAMS,
    sshPort: wholeNumber('int', { numberRange: [1, 65_535] }, 22),
    ...NEW_STORAGE_PARAMS,
  },
  returns: { inventory: sftpBackupStorageInventory },
  check: (world, { params }) =>
    checkImageServer(world, 'SftpBackupStorage', params.hostname, params.url),
  run(call) {
    const { hostname, username, sshPort } = call.params;
    const wanted = { ...storageOfCall(call), hostname, username, sshPort };
    const uuid = addBackupStorage(call.world, { ...wanted, type: 'SftpBackupStorage' }, call.now);
    return { uuid };
  },
  result: typedBackupStorageResult,
});
