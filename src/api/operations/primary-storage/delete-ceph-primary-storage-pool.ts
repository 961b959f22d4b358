import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const deleteCephPrimaryStoragePool = defineCommand({
  name: 'DeleteCephPrimaryStoragePool',
  family: 'primary-storage',
  method: 'DELETE',
  paths: ['/v1/primary-storage/ceph/pools/{uuid}'],
  adminOnly: true,
  summary: 'Forgets a pool of a Ceph primary storage; what lies there stays',
  params: { uuid: requiredText({ resourceType: 'CephPrimaryStoragePool', mayBeMissing: true }) },
  returns: {},
  // Whether something lies there, and whether it is the usual one of its kind, is not asked, as in the real system.
  run: ({ world, params }) => world.repositories.cephPools.remove(params.uuid),
});
