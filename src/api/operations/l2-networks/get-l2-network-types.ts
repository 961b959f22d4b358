import * as z from 'zod';
import { L2_TYPES } from '../../../domain/network/l2-network.js';
import { defineSync } from '../../define-operation.js';

export const getL2NetworkTypes = defineSync({
  name: 'GetL2NetworkTypes',
  family: 'l2-networks',
  method: 'GET',
  paths: ['/v1/l2-networks/types'],
  auth: true,
  summary: 'Tells the types of networks of layer 2 that can be made',
  params: {},
  returns: { types: z.array(z.string()) },
  run: () => ({ types: [...L2_TYPES] }),
});
