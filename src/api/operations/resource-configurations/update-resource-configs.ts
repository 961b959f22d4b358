import {
  checkBindable,
  checkValue,
  tryResourceConfig,
} from '../../../services/configuration/resource-config.js';
import { isPlainObject } from '../../../core/plain-object.js';
import { defineCommand } from '../../define-operation.js';
import { requiredObjects, requiredText } from '../../params.js';
import { resourceConfigStruct, toResourceConfigStruct } from './config-struct.js';

export const updateResourceConfigs = defineCommand({
  name: 'UpdateResourceConfigs',
  family: 'resource-configurations',
  method: 'POST',
  paths: ['/v1/resource-configurations/{resourceUuid}/resource-configs/actions'],
  bodyKey: 'params',
  summary:
    'Sets entries of the configuration for one resource; those that it cannot have are passed over',
  params: {
    resourceUuid: requiredText({ resourceType: 'Resource', checkAccount: true }),
    resourceConfigs: requiredObjects({
      nonempty: true,
      description: 'each with category, name and value',
    }),
  },
  returns: { inventories: resourceConfigStruct.array() },
  check(_world, { params }) {
    // As in the real system a wrong value of several is an error of the interceptor, SYS.1000.
    for (const each of params.resourceConfigs.map(configOf)) {
      checkValue(checkBindable(each), each.value, 'SYS.1000');
    }
  },
  run({ world, params: { resourceUuid, resourceConfigs }, now }) {
    const configs = resourceConfigs.map(configOf);
    for (const { value, ...place } of configs) {
      tryResourceConfig(world, { ...place, resourceUuid }, value, now);
    }
    return { places: configs.map(({ category, name }) => ({ category, name, resourceUuid })) };
  },
  result(world, { places }) {
    if (!Array.isArray(places)) return {};
    const inventories = places.filter(isPlainObject).map(({ category, name, resourceUuid }) =>
      toResourceConfigStruct(world, {
        category: String(category),
        name: String(name),
        resourceUuid: String(resourceUuid),
      }),
    );
    return { inventories };
  },
});

const configOf = (fields: Readonly<Record<string, unknown>>) => ({
  category: textOf(fields['category']),
  name: textOf(fields['name']),
  value: textOf(fields['value']),
});

/** What is missing counts as the text of Java's null, as in the real system's lookup. */
const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : 'null';
