import { kvmHostInventory } from '../../../contract/inventories/host-inventory.js';
import { checkAddressFree } from '../../../services/hosts/add-host.js';
import { hostOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { hostResult } from '../../inventory-of.js';
import { optionalText, wholeNumber } from '../../params.js';
import { HOST_CHANGES } from './update-host.js';

export const updateKvmHost = defineCommand({
  name: 'UpdateKVMHost',
  family: 'hosts',
  method: 'PUT',
  paths: ['/v1/hosts/kvm/{uuid}/actions'],
  bodyKey: 'updateKVMHost',
  adminOnly: true,
  summary: 'Changes a host of kind KVM, and how it is logged in on',
  params: {
    username: optionalText({ maxLength: 255, emptyString: false }),
    password: optionalText({ maxLength: 255 }),
    sshPort: wholeNumber('Integer', { numberRange: [1, 65_535] }),
    ...HOST_CHANGES,
  },
  returns: { inventory: kvmHostInventory },
  check(world, { params: { managementIp } }) {
    if (managementIp !== null) checkAddressFree(world, managementIp);
  },
  conceal: () => ({ password: null }),
  run({ world, params, now }) {
    const { uuid, name, description, managementIp, username, sshPort } = params;
    const host = hostOf(world, uuid);
    if (managementIp !== null) checkAddressFree(world, managementIp);
    const log = host.hypervisorType === 'KVM' ? { username, sshPort } : {};
    const given = Object.entries({ name, description, managementIp, ...log }).filter(
      ([, value]) => value !== null,
    );
    if (given.length > 0) world.repositories.hosts.update(host, Object.fromEntries(given), now);
    return { uuid };
  },
  result: hostResult,
});
