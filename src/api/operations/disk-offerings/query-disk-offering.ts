import {
  diskOfferingInventory,
  toDiskOfferingInventory,
} from '../../../contract/inventories/offering-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryDiskOffering = defineQuery({
  name: 'QueryDiskOffering',
  family: 'disk-offerings',
  paths: ['/v1/disk-offerings', '/v1/disk-offerings/{uuid}'],
  summary: 'Finds disk offerings',
  returns: { inventories: diskOfferingInventory.array() },
  entity: 'diskoffering',
  of: (queries) => queries.diskOfferings,
  toInventory: toDiskOfferingInventory,
});
