import * as z from 'zod';
import { SERVICE_PROVIDERS } from '../../../domain/network/service-provider.js';
import { defineSync } from '../../define-operation.js';

export const getNetworkServiceTypes = defineSync({
  name: 'GetNetworkServiceTypes',
  family: 'network-services',
  method: 'GET',
  paths: ['/v1/network-services/types'],
  auth: true,
  adminOnly: true,
  summary: 'Tells the services of networks with the providers of each',
  params: {},
  returns: { types: z.record(z.string(), z.array(z.string())) },
  run() {
    const types: Record<string, string[]> = {};
    for (const { type, services } of SERVICE_PROVIDERS) {
      for (const service of services) (types[service] ??= []).push(type);
    }
    return { types };
  },
});
