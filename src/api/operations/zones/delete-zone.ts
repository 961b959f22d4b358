import { deleteZone as remove } from '../../../services/zones/delete-zone.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteZone = defineCommand({
  name: 'DeleteZone',
  family: 'zones',
  method: 'DELETE',
  paths: ['/v1/zones/{uuid}'],
  adminOnly: true,
  summary: 'Removes a zone with its VMs and primary storages; backup storages are detached',
  params: {
    uuid: requiredText({ resourceType: 'Zone', mayBeMissing: true }),
    deleteMode: deleteMode(),
  },
  returns: {},
  run({ world, params }) {
    const zone = world.repositories.zones.find(params.uuid);
    if (zone) remove(world, zone);
  },
});
