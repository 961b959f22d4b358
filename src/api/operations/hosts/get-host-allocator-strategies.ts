import * as z from 'zod';
import { inJavaOrder } from '../../../core/java-order.js';
import { defineSync } from '../../define-operation.js';

export const getHostAllocatorStrategies = defineSync({
  name: 'GetHostAllocatorStrategies',
  family: 'hosts',
  method: 'GET',
  paths: ['/v1/hosts/allocators/strategies'],
  auth: true,
  adminOnly: true,
  summary: 'Answers how hosts for VMs can be chosen',
  params: {},
  returns: { strategies: z.array(z.string()) },
  run: () => ({
    strategies: inJavaOrder([
      'DefaultHostAllocatorStrategy',
      'LeastVmPreferredHostAllocatorStrategy',
      'StoppedVmAwareLeastVmPreferredHostAllocatorStrategy',
    ]),
  }),
});
