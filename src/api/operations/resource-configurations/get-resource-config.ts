import { z } from 'zod';
import {
  checkResourceConfig,
  effectiveConfig,
} from '../../../services/configuration/resource-config.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getResourceConfig = defineSync({
  name: 'GetResourceConfig',
  family: 'resource-configurations',
  method: 'GET',
  paths: ['/v1/resource-configurations/{category}/{name}/{resourceUuid}'],
  auth: true,
  summary: 'Tells the value of an entry that holds for a resource',
  params: {
    category: requiredText(),
    name: requiredText(),
    resourceUuid: requiredText({ resourceType: 'Resource' }),
  },
  returns: { value: z.string() },
  run(world, place) {
    checkResourceConfig(world, place);
    return { value: effectiveConfig(world, place) };
  },
});
