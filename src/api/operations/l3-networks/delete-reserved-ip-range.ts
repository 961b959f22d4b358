import { unreserveRange } from '../../../services/networks/ip-ranges.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteReservedIpRange = defineCommand({
  name: 'DeleteReservedIpRange',
  family: 'l3-networks',
  method: 'DELETE',
  paths: ['/v1/l3-networks/reserved-ip-ranges/{uuid}'],
  summary: 'Frees addresses that were reserved',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'ReservedIpRange', mayBeMissing: true }),
  },
  returns: {},
  run({ world, params }) {
    const range = world.repositories.reservedIpRanges.find(params.uuid);
    if (range) unreserveRange(world, range);
  },
});
