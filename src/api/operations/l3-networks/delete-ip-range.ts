import { checkRangeDeletion, deleteRange } from '../../../services/networks/ip-ranges.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteIpRange = defineCommand({
  name: 'DeleteIpRange',
  family: 'l3-networks',
  method: 'DELETE',
  paths: ['/v1/l3-networks/ip-ranges/{uuid}'],
  summary: 'Removes a range; VMs lose the NICs that have its addresses',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'IpRange', mayBeMissing: true }),
  },
  returns: {},
  check: (world, { params }) => checkRangeDeletion(world, params.uuid),
  run({ world, params, now }) {
    const range = world.repositories.ipRanges.find(params.uuid);
    if (range) deleteRange(world, range, now);
  },
});
