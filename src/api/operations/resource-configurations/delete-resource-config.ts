import { checkResourceConfig } from '../../../services/configuration/resource-config.js';
import { resourceTypeOf } from '../../../services/resources/resource-type-of.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteResourceConfig = defineCommand({
  name: 'DeleteResourceConfig',
  family: 'resource-configurations',
  method: 'DELETE',
  paths: ['/v1/resource-configurations/{category}/{name}/{resourceUuid}'],
  summary:
    'Lets the global configuration hold for a resource again; one that is not there is no error',
  params: {
    category: requiredText(),
    name: requiredText(),
    resourceUuid: requiredText({
      resourceType: 'Resource',
      mayBeMissing: true,
      checkAccount: true,
    }),
    deleteMode: deleteMode(),
  },
  returns: {},
  check(world, { params }) {
    if (resourceTypeOf(world, params.resourceUuid)) checkResourceConfig(world, params);
  },
  run({ world, params: { category, name, resourceUuid } }) {
    const { resourceConfigs } = world.repositories;
    const config = resourceConfigs.find(category, name, resourceUuid);
    if (config) resourceConfigs.remove(config.uuid);
  },
});
