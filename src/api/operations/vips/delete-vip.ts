import { ApiError, apiError } from '../../../core/api-error.js';
import { checkVipDeletion, deleteVip as remove } from '../../../services/networks/vips.js';
import { defineCommand } from '../../define-operation.js';
import { deleteMode, requiredText } from '../../params.js';

export const deleteVip = defineCommand({
  name: 'DeleteVip',
  family: 'vips',
  method: 'DELETE',
  paths: ['/v1/vips/{uuid}'],
  summary: 'Removes a VIP with the EIP on it, and gives its address back',
  params: {
    deleteMode: deleteMode(),
    uuid: requiredText({ resourceType: 'Vip', checkAccount: true, mayBeMissing: true }),
  },
  returns: {},
  check: (world, { params }) => checkVipDeletion(world, params.uuid),
  run({ world, params, now }) {
    const vip = world.repositories.vips.find(params.uuid);
    if (!vip) return;
    try {
      remove(world, vip, now);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { errorCode } = error;
      throw apiError('SYS.1004', errorCode.details, errorCode);
    }
  },
});
