import { given } from '../../../core/given.js';
import type * as z from 'zod';
import { backupStorageOf } from '../../../services/resources/lookup.js';
import { checkHostname } from '../../../services/storages/backup/add-backup-storage.js';
import { defineCommand, type Operation } from '../../define-operation.js';
import { typedBackupStorageResult } from '../../inventory-of.js';
import { optionalText, requiredText, wholeNumber } from '../../params.js';

interface ServerUpdate {
  readonly name: string;
  readonly path: string;
  readonly bodyKey: string;
  readonly summary: string;
  readonly inventory: z.ZodType;
}

/** The operation that changes how storages of one kind, which are servers, are called and reached. */
export const defineServerUpdate = ({
  name,
  path,
  bodyKey,
  summary,
  inventory,
}: ServerUpdate): Operation =>
  defineCommand({
    name,
    family: 'backup-storage',
    method: 'PUT',
    paths: [path],
    bodyKey,
    adminOnly: true,
    summary,
    params: {
      uuid: requiredText({ resourceType: 'BackupStorage' }),
      name: optionalText({ maxLength: 255 }),
      description: optionalText({ maxLength: 2048 }),
      username: optionalText({ maxLength: 255 }),
      password: optionalText({ maxLength: 255 }),
      hostname: optionalText({ maxLength: 255 }),
      sshPort: wholeNumber('Integer', { numberRange: [1, 65_535] }),
    },
    returns: { inventory },
    check(_world, { params }) {
      if (params.hostname !== null) checkHostname(params.hostname);
    },
    conceal: () => ({ password: null }),
    // A password is taken, and kept nowhere.
    run({ world, params: { uuid, password, ...change }, now }) {
      const storage = backupStorageOf(world, uuid);
      const told = given(change);
      if (password !== null || Object.keys(told).length > 0) {
        world.repositories.backupStorages.update(storage, told, now);
      }
      return { uuid: storage.uuid };
    },
    result: typedBackupStorageResult,
  });
