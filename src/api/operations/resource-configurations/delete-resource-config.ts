import { checkResourceConfig } from '../../../services/configuration/resource-config.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteResourceConfig = defineCommand({
  name: 'DeleteResourceConfig',
  family: 'resource-configurations',
  method: 'DELETE',
  paths: ['/v1/resource-configurations/{category}/{name}/{resourceUuid}'],
  adminOnly: true,
  summary: 'Lets the global configuration hold for a resource again',
  params: {
    category: requiredText(),
    name: requiredText(),
    resourceUuid: requiredText({ resourceType: 'Resource' }),
    deleteMode: deleteMode(),
  },
  returns: {},
  check: (world, { params }) => checkResourceConfig(world, params),
  run({ world, params: { category, name, resourceUuid } }) {
    const { resourceConfigs } = world.repositories;
    const config = resourceConfigs.find(category, name, resourceUuid);
    if (config) resourceConfigs.remove(config.uuid);
  },
});
