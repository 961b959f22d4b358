import { kvmHostInventory } from '../../../contract/inventories/host-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { addHost, checkAddress } from '../../../services/hosts/add-host.js';
import { defineCommand } from '../../define-operation.js';
import { hostResult } from '../../inventory-of.js';
import { requiredText, wholeNumber } from '../../params.js';
import { NEW_HOST_PARAMS, newHostOf } from './new-host.js';

export const addKvmHost = defineCommand({
  name: 'AddKVMHost',
  family: 'hosts',
  method: 'POST',
  paths: ['/v1/hosts/kvm'],
  bodyKey: 'params',
  adminOnly: true,
  summary: 'Adds a host of kind KVM to a cluster and connects it; it has the usual hardware',
  params: {
    username: requiredText({ maxLength: 255 }),
    password: requiredText({ maxLength: 255 }),
    sshPort: wholeNumber('int', { numberRange: [1, 65_535] }, 22),
    ...NEW_HOST_PARAMS,
  },
  returns: { inventory: kvmHostInventory },
  check(world, { params: { managementIp } }) {
    checkAddress(managementIp);
    if (!world.repositories.hosts.findByAddress(managementIp)) return;
    throw apiError('SYS.1007', `there has been a kvm host having management ip[${managementIp}]`);
  },
  conceal: () => ({ password: '' }),
  run(call) {
    const { username, sshPort } = call.params;
    const uuid = addHost(
      call.world,
      { ...newHostOf(call), kind: 'KVM', username, sshPort },
      call.now,
    );
    return { uuid };
  },
  result: hostResult,
});
