import * as z from 'zod';
import { apiError } from '../../../core/api-error.js';
import { defineSync } from '../../define-operation.js';
import { flag, textList } from '../../params.js';

export const getBackupStorageCapacity = defineSync({
  name: 'GetBackupStorageCapacity',
  family: 'backup-storage',
  method: 'GET',
  paths: ['/v1/backup-storage/capacities'],
  auth: true,
  adminOnly: true,
  summary: 'Sums capacities; what an allocation leaves free is not taken off',
  params: {
    zoneUuids: textList({ resourceType: 'Zone' }),
    backupStorageUuids: textList({ resourceType: 'BackupStorage' }),
    all: flag(false),
  },
  returns: { totalCapacity: z.int(), availableCapacity: z.int() },
  run(world, { zoneUuids, backupStorageUuids, all }) {
    const named = backupStorageUuids ?? [];
    const zones = [...new Set(zoneUuids)];
    if (!all && named.length === 0 && zones.length === 0) {
      throw apiError(
        'SYS.1007',
        'zoneUuids, backupStorageUuids must have at least one be none-empty list, or all is set to true',
      );
    }
    const { backupStorages } = world.repositories;
    // Named storages count, else all where they are asked for, else those of the zones: once for each zone.
    const everything = backupStorages.list();
    const counted =
      named.length > 0
        ? everything.filter(({ uuid }) => named.includes(uuid))
        : all
          ? everything
          : zones.flatMap((zone) => backupStorages.listByZone(zone));
    return {
      totalCapacity: counted.reduce((sum, storage) => sum + storage.totalCapacity, 0),
      availableCapacity: counted.reduce((sum, storage) => sum + storage.availableCapacity, 0),
    };
  },
});
