import * as z from 'zod';
import {
  resourceConfigInventory,
  toResourceConfigInventory,
} from '../../../contract/inventories/resource-config-inventory.js';
import {
  checkBindable,
  effectiveConfig,
  effectiveConfigs,
} from '../../../services/configuration/resource-config.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';
import { checkConfigAccess } from './config-access.js';

export const getResourceConfig = defineSync({
  name: 'GetResourceConfig',
  family: 'resource-configurations',
  method: 'GET',
  // Of update and delete the order is another one.
  paths: ['/v1/resource-configurations/{resourceUuid}/{category}/{name}'],
  auth: true,
  summary: 'Tells the value of an entry that holds for a resource',
  params: {
    category: requiredText(),
    name: requiredText(),
    resourceUuid: requiredText({ resourceType: 'Resource', checkAccount: true }),
  },
  returns: { value: z.string(), effectiveConfigs: resourceConfigInventory.array() },
  run(world, place, caller) {
    checkBindable(place);
    checkConfigAccess(world, place.resourceUuid, caller);
    return {
      value: effectiveConfig(world, place),
      effectiveConfigs: effectiveConfigs(world, place).map(toResourceConfigInventory),
    };
  },
});
