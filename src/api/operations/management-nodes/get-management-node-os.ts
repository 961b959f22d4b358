import * as z from 'zod';
import { MANAGEMENT_NODE } from '../../../domain/management-node.js';
import { defineSync } from '../../define-operation.js';

export const getManagementNodeOS = defineSync({
  name: 'GetManagementNodeOS',
  family: 'management-nodes',
  method: 'PUT',
  paths: ['/v1/management/actions'],
  bodyKey: 'getManagementNodeOS',
  auth: false,
  summary: 'Tells the operating system of the management node',
  params: {},
  returns: { name: z.string(), version: z.string() },
  run: () => ({ ...MANAGEMENT_NODE.operatingSystem }),
});
