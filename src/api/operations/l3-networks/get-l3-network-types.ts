import * as z from 'zod';
import { L3_TYPES } from '../../../domain/network/l3-network.js';
import { defineSync } from '../../define-operation.js';

export const getL3NetworkTypes = defineSync({
  name: 'GetL3NetworkTypes',
  family: 'l3-networks',
  method: 'GET',
  paths: ['/v1/l3-networks/types'],
  auth: true,
  summary: 'Tells the types of networks that can be made',
  params: {},
  returns: { types: z.array(z.string()) },
  run: () => ({ types: [...L3_TYPES] }),
});
