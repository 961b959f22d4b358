import * as z from 'zod';
import {
  accountInventory,
  toAccountInventory,
} from '../../../contract/inventories/account-inventory.js';
import { ownersOf } from '../../../services/management/owners.js';
import { defineSync } from '../../define-operation.js';
import { requiredList } from '../../params.js';

export const getResourceAccount = defineSync({
  name: 'GetResourceAccount',
  family: 'resources',
  method: 'GET',
  paths: ['/v1/resources/accounts'],
  auth: true,
  summary: 'Tells the account of each resource; of what belongs to nobody, the first admin',
  params: { resourceUuids: requiredList({ nonempty: true }) },
  returns: { inventories: z.record(z.string(), accountInventory) },
  run: (world, { resourceUuids }) => ({
    inventories: Object.fromEntries(
      [...ownersOf(world, resourceUuids)].map(([uuid, account]) => [
        uuid,
        toAccountInventory(account),
      ]),
    ),
  }),
});
