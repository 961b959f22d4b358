import {
  anyHostInventory,
  kvmHostInventory,
  toAnyHostInventory,
  toKvmHostInventory,
} from '../../../contract/inventories/host-inventory.js';
import { byType } from '../../by-type.js';
import { defineQuery } from '../../define-operation.js';

/** No operation of its own: what QueryHost asks where only hosts of kind KVM are asked for. */
const queryKvmHost = defineQuery({
  name: 'QueryHost',
  family: 'hosts',
  paths: [],
  summary: 'Finds hosts of kind KVM',
  returns: { inventories: kvmHostInventory.array() },
  entity: 'kvmhost',
  of: (queries) => queries.kvmHosts,
  toInventory: toKvmHostInventory,
});

export const queryHost = defineQuery({
  name: 'QueryHost',
  family: 'hosts',
  paths: ['/v1/hosts', '/v1/hosts/{uuid}'],
  summary: 'Finds hosts',
  returns: { inventories: anyHostInventory.array() },
  entity: 'host',
  of: (queries) => queries.hosts,
  toInventory: toAnyHostInventory,
  instead: byType({ KVM: queryKvmHost }, 'hypervisorType'),
});
