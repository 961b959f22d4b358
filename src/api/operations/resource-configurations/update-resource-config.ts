import {
  resourceConfigInventory,
  toResourceConfigInventory,
} from '../../../contract/inventories/resource-config-inventory.js';
import {
  checkResourceConfig,
  setResourceConfig,
} from '../../../services/configuration/resource-config.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const updateResourceConfig = defineCommand({
  name: 'UpdateResourceConfig',
  family: 'resource-configurations',
  method: 'PUT',
  paths: ['/v1/resource-configurations/{category}/{name}/{resourceUuid}/actions'],
  bodyKey: 'updateResourceConfig',
  summary: 'Sets an entry of the configuration for one resource',
  params: {
    category: requiredText(),
    name: requiredText(),
    resourceUuid: requiredText({ resourceType: 'Resource', checkAccount: true }),
    value: requiredText(),
  },
  returns: { inventory: resourceConfigInventory },
  check: (world, { params }) => checkResourceConfig(world, params, params.value),
  run({ world, params, now }) {
    setResourceConfig(world, params, params.value, now);
    const { category, name, resourceUuid } = params;
    return { category, name, resourceUuid };
  },
  result(world, { category, name, resourceUuid }) {
    const { resourceConfigs } = world.repositories;
    const config = resourceConfigs.find(String(category), String(name), String(resourceUuid));
    return config ? { inventory: toResourceConfigInventory(config) } : {};
  },
});
