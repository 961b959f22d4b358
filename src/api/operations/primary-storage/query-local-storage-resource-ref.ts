import {
  localStorageResourceRefInventory,
  toLocalStorageResourceRefInventory,
} from '../../../contract/inventories/local-storage-resource-ref-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryLocalStorageResourceRef = defineQuery({
  name: 'QueryLocalStorageResourceRef',
  family: 'primary-storage',
  paths: ['/v1/primary-storage/local-storage/resource-refs'],
  summary: 'Tells on which hosts the volumes of local storages lie',
  returns: { inventories: localStorageResourceRefInventory.array() },
  entity: 'localstorageresourceref',
  of: (queries) => queries.localStorageResourceRefs,
  toInventory: toLocalStorageResourceRefInventory,
});
