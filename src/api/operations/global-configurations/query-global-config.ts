import {
  globalConfigInventory,
  type GlobalConfigRow,
} from '../../../contract/inventories/global-config-inventory.js';
import { defineQuery } from '../../define-operation.js';

export const queryGlobalConfig = defineQuery({
  name: 'QueryGlobalConfig',
  family: 'global-configurations',
  paths: ['/v1/global-configurations'],
  summary: 'Finds entries of the global configuration',
  returns: { inventories: globalConfigInventory.array() },
  entity: 'globalconfig',
  of: (queries) => queries.globalConfigs,
  toInventory: ({ id, name, category, description, defaultValue, value }: GlobalConfigRow) => ({
    id,
    name,
    category,
    description,
    defaultValue,
    value,
  }),
});
