import {
  globalConfigInventory,
  toGlobalConfigInventory,
} from '../../../contract/inventories/global-config-inventory.js';
import {
  changeGlobalConfig,
  globalConfigEntryOf,
} from '../../../services/configuration/change-global-config.js';
import { defineCommand } from '../../define-operation.js';
import { optionalText, requiredText } from '../../params.js';

export const updateGlobalConfig = defineCommand({
  name: 'UpdateGlobalConfig',
  family: 'global-configurations',
  method: 'PUT',
  paths: ['/v1/global-configurations/{category}/{name}/actions'],
  bodyKey: 'updateGlobalConfig',
  adminOnly: true,
  summary: 'Sets an entry of the global configuration; it holds at once',
  params: {
    category: requiredText(),
    name: requiredText(),
    value: optionalText({ description: 'default: the default value' }),
  },
  returns: { inventory: globalConfigInventory },
  check(_world, { params: { category, name, value } }) {
    const entry = globalConfigEntryOf(category, name);
    if (value !== null) entry.validate(entry, value);
  },
  run({ world, params: { category, name, value } }) {
    const { defaultValue } = globalConfigEntryOf(category, name);
    changeGlobalConfig(world, category, name, value ?? defaultValue);
    return { category, name };
  },
  result(world, { category, name }) {
    const entry = globalConfigEntryOf(String(category), String(name));
    const value = world.repositories.globalConfig.find(entry.category, entry.name);
    return { inventory: toGlobalConfigInventory(entry, value ?? entry.defaultValue) };
  },
});
