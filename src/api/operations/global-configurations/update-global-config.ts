import { apiError } from '../../../core/api-error.js';
import {
  globalConfigInventory,
  toGlobalConfigInventory,
} from '../../../contract/inventories/global-config-inventory.js';
import {
  changeGlobalConfig,
  checkChange,
  globalConfigEntryOf,
  globalConfigValue,
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
    // Not mandatory in the real system's words, but nothing can be done without it.
    value: optionalText(),
  },
  returns: { inventory: globalConfigInventory },
  check(world, { params: { category, name, value } }) {
    const entry = globalConfigEntryOf(category, name);
    if (value === null) throw apiError('SYS.1000', 'java.lang.NullPointerException');
    if (value === globalConfigValue(world, entry)) return;
    entry.validate(value);
    checkChange(world, entry, value);
  },
  run({ world, params: { category, name, value } }) {
    if (value !== null) changeGlobalConfig(world, category, name, value);
    return { category, name };
  },
  result(world, { category, name }) {
    const entry = globalConfigEntryOf(String(category), String(name));
    return { inventory: toGlobalConfigInventory(entry, globalConfigValue(world, entry)) };
  },
});
