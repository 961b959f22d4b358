import type { Operation } from '../../define-operation.js';
import { deleteResourceConfig } from './delete-resource-config.js';
import { getResourceBindableConfig } from './get-resource-bindable-config.js';
import { getResourceConfig } from './get-resource-config.js';
import { getResourceConfigs } from './get-resource-configs.js';
import { queryResourceConfig } from './query-resource-config.js';
import { updateResourceConfig } from './update-resource-config.js';
import { updateResourceConfigs } from './update-resource-configs.js';

/** The operations of this family. */
export const RESOURCE_CONFIGURATIONS_OPERATIONS: readonly Operation[] = [
  deleteResourceConfig,
  getResourceConfig,
  getResourceBindableConfig,
  getResourceConfigs,
  updateResourceConfigs,
  queryResourceConfig,
  updateResourceConfig,
];
