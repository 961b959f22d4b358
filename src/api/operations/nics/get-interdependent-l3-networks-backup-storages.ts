import {
  backupStorageInventory,
  toBackupStorageInventory,
} from '../../../contract/inventories/backup-storage-inventory.js';
import { l3NetworkInventory } from '../../../contract/inventories/l3-network-inventory.js';
import * as z from 'zod';
import { apiError } from '../../../core/api-error.js';
import { networksFor, storagesForNetworks } from '../../../services/networks/candidates.js';
import { backupStorageOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { l3InventoryOf } from '../../inventory-of.js';
import { optionalText, requiredText, textList } from '../../params.js';

export const getInterdependentL3NetworksBackupStorages = defineSync({
  name: 'GetInterdependentL3NetworksBackupStorages',
  family: 'backupStorage-l3networks',
  method: 'GET',
  paths: ['/v1/backupStorage-l3networks/dependencies'],
  auth: true,
  summary: 'Tells the networks for VMs of a backup storage, or the backup storages for networks',
  params: {
    zoneUuid: requiredText({ resourceType: 'Zone' }),
    backupStorageUuid: optionalText({ resourceType: 'BackupStorage' }),
    l3NetworkUuids: textList({ nonempty: true, resourceType: 'L3Network' }),
  },
  returns: { inventories: z.array(z.union([l3NetworkInventory, backupStorageInventory])) },
  run(world, { zoneUuid, backupStorageUuid, l3NetworkUuids }, caller) {
    if (backupStorageUuid !== null) {
      const storages = [backupStorageOf(world, backupStorageUuid)];
      const found = networksFor(world, storages, zoneUuid, false, caller);
      return { inventories: found.map((network) => l3InventoryOf(world, network)) };
    }
    if (l3NetworkUuids === null) {
      throw apiError('SYS.1007', 'either l3NetworkUuids or backupStorageUuid must be set');
    }
    const { backupStorages } = world.repositories;
    return {
      inventories: storagesForNetworks(world, l3NetworkUuids).map((storage) =>
        toBackupStorageInventory(storage, backupStorages.zoneUuids(storage.uuid)),
      ),
    };
  },
});
