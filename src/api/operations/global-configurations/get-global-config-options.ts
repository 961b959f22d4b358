import * as z from 'zod';
import { globalConfigEntryOf } from '../../../services/configuration/change-global-config.js';
import { inventory } from '../../../contract/inventories/inventory.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getGlobalConfigOptions = defineSync({
  name: 'GetGlobalConfigOptions',
  family: 'global-configurations',
  method: 'GET',
  paths: ['/v1/global-configurations/{category}/{name}'],
  auth: true,
  summary: 'Tells which values an entry of the global configuration takes',
  params: { category: requiredText(), name: requiredText() },
  returns: {
    options: inventory('org.zstack.core.config.GlobalConfigOptions', {
      validValue: z.array(z.string()).optional(),
      numberGreaterThanOrEqual: z.number().optional(),
      numberLessThanOrEqual: z.number().optional(),
    }),
  },
  run: (_world, { category, name }) => ({ options: globalConfigEntryOf(category, name).options }),
});
