import { anyHostInventory } from '../../../contract/inventories/host-inventory.js';
import { reconnectHostFlow } from '../../../services/hosts/host-status.js';
import { defineAsync } from '../../define-operation.js';
import { hostResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const reconnectHost = defineAsync({
  name: 'ReconnectHost',
  family: 'hosts',
  method: 'PUT',
  paths: ['/v1/hosts/{uuid}/actions'],
  bodyKey: 'reconnectHost',
  auth: true,
  adminOnly: true,
  summary: 'Connects a host anew',
  params: { uuid: requiredText({ resourceType: 'Host' }) },
  returns: { inventory: anyHostInventory },
  flow: reconnectHostFlow,
  check: () => undefined,
  context: (_world, { params }) => ({ uuid: params.uuid }),
  result: hostResult,
});
