import { apiError } from '../../../core/api-error.js';
import { MANAGEMENT_NODE_UUID } from '../../../domain/management-node.js';
import { defineSync } from '../../define-operation.js';
import { optionalText } from '../../params.js';

export const isReadyToGo = defineSync({
  name: 'IsReadyToGo',
  family: 'management-nodes',
  method: 'GET',
  paths: ['/v1/management-nodes/ready'],
  auth: false,
  summary: 'Tells that the management node can be worked with: else it answers nothing',
  params: { managementNodeId: optionalText() },
  returns: {},
  run(_world, { managementNodeId }) {
    if (managementNodeId === null || managementNodeId === MANAGEMENT_NODE_UUID) return {};
    throw apiError('SYS.1000', `cannot find management node[uuid:${managementNodeId}]`);
  },
});
