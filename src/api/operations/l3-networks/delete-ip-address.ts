import { apiError } from '../../../core/api-error.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredList, requiredText } from '../../params.js';

export const deleteIpAddress = defineCommand({
  name: 'DeleteIpAddress',
  family: 'l3-networks',
  method: 'DELETE',
  paths: ['/v1/l3-networks/{l3NetworkUuid}/ip-address'],
  summary: 'Frees addresses that no NIC has',
  params: {
    deleteMode: deleteMode(),
    l3NetworkUuid: requiredText({ resourceType: 'L3Network' }),
    usedIpUuids: requiredList({ resourceType: 'UsedIp' }),
  },
  returns: {},
  check(world, { params }) {
    const { usedIps, vips } = world.repositories;
    for (const uuid of params.usedIpUuids) {
      const nic = usedIps.find(uuid)?.vmNicUuid;
      if (!nic) continue;
      throw apiError(
        'SYS.1007',
        `could delete ip address, because it's used by vmnic[uuid:${nic}]`,
      );
    }
    for (const uuid of params.usedIpUuids) {
      const used = usedIps.find(uuid);
      if (!used || vips.listByIp(used.l3NetworkUuid, used.ip).length === 0) continue;
      throw apiError('SYS.1007', `could delete ip, because ip[uuid:${used.ip}] is a vip`);
    }
  },
  run({ world, params }) {
    const { usedIps } = world.repositories;
    for (const uuid of params.usedIpUuids) {
      const address = usedIps.find(uuid);
      const isLoose = address?.vmNicUuid === null;
      if (isLoose && address.l3NetworkUuid === params.l3NetworkUuid) usedIps.remove(uuid);
    }
  },
});
