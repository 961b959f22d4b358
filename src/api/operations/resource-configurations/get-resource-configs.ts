import { checkBindable } from '../../../services/configuration/resource-config.js';
import { defineSync } from '../../define-operation.js';
import { requiredList, requiredText } from '../../params.js';
import { checkConfigAccess } from './config-access.js';
import { resourceConfigStruct, toResourceConfigStruct } from './config-struct.js';

export const getResourceConfigs = defineSync({
  name: 'GetResourceConfigs',
  family: 'resource-configurations',
  method: 'GET',
  paths: ['/v1/resource-configurations/{resourceUuid}/{category}'],
  auth: true,
  summary: 'Tells the values of several entries that hold for a resource',
  params: {
    category: requiredText(),
    names: requiredList({ nonempty: true }),
    resourceUuid: requiredText({ resourceType: 'Resource', checkAccount: true }),
  },
  returns: { configs: resourceConfigStruct.array() },
  run(world, { category, names, resourceUuid }, caller) {
    const places = names.map((name) => ({ category, name, resourceUuid }));
    for (const place of places) checkBindable(place);
    checkConfigAccess(world, resourceUuid, caller);
    return { configs: places.map((place) => toResourceConfigStruct(world, place)) };
  },
});
