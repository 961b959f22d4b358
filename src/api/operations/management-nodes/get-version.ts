import { z } from 'zod';
import { MANAGEMENT_NODE } from '../../../domain/management-node.js';
import { defineSync } from '../../define-operation.js';

export const getVersion = defineSync({
  name: 'GetVersion',
  family: 'management-nodes',
  method: 'PUT',
  paths: ['/v1/management-nodes/actions'],
  bodyKey: 'getVersion',
  auth: false,
  summary: 'Tells the release',
  params: {},
  returns: { version: z.string() },
  run: () => ({ version: MANAGEMENT_NODE.version }),
});
