import { deleteHost as remove } from '../../../services/hosts/delete-host.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteHost = defineCommand({
  name: 'DeleteHost',
  family: 'hosts',
  method: 'DELETE',
  paths: ['/v1/hosts/{uuid}'],
  adminOnly: true,
  summary: 'Removes a host; its VMs are stopped, and what lies on its disks is gone',
  params: { uuid: requiredText(), deleteMode: deleteMode() },
  returns: {},
  run({ world, params, now }) {
    const host = world.repositories.hosts.find(params.uuid);
    if (host) remove(world, host, now);
  },
});
