import * as z from 'zod';
import { MANAGEMENT_NODE } from '../../../domain/management-node.js';
import { defineSync } from '../../define-operation.js';

export const getManagementNodeArch = defineSync({
  name: 'GetManagementNodeArch',
  family: 'management-nodes',
  method: 'PUT',
  paths: ['/v1/management-nodes/actions'],
  bodyKey: 'getManagementNodeArch',
  auth: false,
  summary: 'Tells the architecture of the management node',
  params: {},
  returns: { architecture: z.string() },
  run: () => ({ architecture: MANAGEMENT_NODE.architecture }),
});
