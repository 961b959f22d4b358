import * as z from 'zod';
import { inJavaOrder } from '../../../core/java-order.js';
import { defineSync } from '../../define-operation.js';

export const getPrimaryStorageAllocatorStrategies = defineSync({
  name: 'GetPrimaryStorageAllocatorStrategies',
  family: 'primary-storage',
  method: 'GET',
  paths: ['/v1/primary-storage/allocators/strategies'],
  auth: true,
  adminOnly: true,
  summary: 'Answers how primary storages for volumes can be chosen',
  params: {},
  returns: { strategies: z.array(z.string()) },
  run: () => ({
    strategies: inJavaOrder([
      'DefaultPrimaryStorageAllocationStrategy',
      'LeastVolumePrimaryStorageAllocationStrategy',
      'MaximumAvailableCapacityAllocationStrategy',
      'CustomOrderPrimaryStorageAllocationStrategy',
      'LocalPrimaryStorageStrategy',
    ]),
  }),
});
