import { anyHostInventory } from '../../../contract/inventories/host-inventory.js';
import { checkAddressFree } from '../../../services/hosts/add-host.js';
import { hostOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { hostResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

/** What can be changed of any host. */
export const HOST_CHANGES = {
  uuid: requiredText({ resourceType: 'Host' }),
  name: optionalText({ maxLength: 255 }),
  description: optionalText({ maxLength: 2048 }),
  managementIp: optionalText({ maxLength: 255, emptyString: false }),
} as const;

export const updateHost = defineCommand({
  name: 'UpdateHost',
  family: 'hosts',
  method: 'PUT',
  paths: ['/v1/hosts/{uuid}/actions'],
  bodyKey: 'updateHost',
  adminOnly: true,
  summary: 'Changes the name, description or address of a host',
  params: HOST_CHANGES,
  returns: { inventory: anyHostInventory },
  check(world, { params: { managementIp } }) {
    if (managementIp !== null) checkAddressFree(world, managementIp);
  },
  run({ world, params: { uuid, name, description, managementIp }, now }) {
    const host = hostOf(world, uuid);
    if (managementIp !== null) checkAddressFree(world, managementIp);
    if (name !== null || description !== null || managementIp !== null) {
      const change = {
        name: name ?? host.name,
        description: description ?? host.description,
        managementIp: managementIp ?? host.managementIp,
      };
      world.repositories.hosts.update(host, change, now);
    }
    return { uuid };
  },
  result: hostResult,
});
