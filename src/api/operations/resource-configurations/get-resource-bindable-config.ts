import * as z from 'zod';
import { bindableConfigs } from '../../../services/configuration/resource-config.js';
import { inventory } from '../../../contract/inventories/inventory.js';
import { defineSync } from '../../define-operation.js';
import { optionalText } from '../../params.js';

const bindableConfig = inventory(
  'org.zstack.resourceconfig.APIGetResourceBindableConfigReply$ResourceBindableConfigStruct',
  {
    name: z.string(),
    category: z.string(),
    description: z.string(),
    bindResourceTypes: z.array(z.string()),
  },
);

export const getResourceBindableConfig = defineSync({
  name: 'GetResourceBindableConfig',
  family: 'resource-configurations',
  method: 'GET',
  paths: [
    '/v1/resource-configurations/bindable',
    '/v1/resource-configurations/bindable/{category}',
  ],
  auth: true,
  summary: 'Tells which entries of the configuration resources may have for themselves',
  params: { category: optionalText() },
  returns: { bindableConfigs: bindableConfig.array() },
  run: (_world, { category }) => ({
    bindableConfigs: bindableConfigs(category).map(({ name, description, bindsTo, ...entry }) => ({
      name,
      category: entry.category,
      description,
      bindResourceTypes: bindsTo,
    })),
  }),
});
