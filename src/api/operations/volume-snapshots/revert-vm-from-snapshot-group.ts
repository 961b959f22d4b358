import { snapshotGroupOf } from '../../../services/resources/lookup.js';
import {
  checkGroupRevert,
  revertSnapshotGroupFlow,
} from '../../../services/volume-snapshots/groups/revert-group.js';
import { defineAsync } from '../../define-operation.js';
import { requiredText } from '../../params.js';
import { revertSnapshotGroupResult } from './group-results.js';

export const revertVmFromSnapshotGroup = defineAsync({
  name: 'RevertVmFromSnapshotGroup',
  family: 'volume-snapshots',
  method: 'PUT',
  paths: ['/v1/volume-snapshots/group/{uuid}/actions'],
  bodyKey: 'revertVmFromSnapshotGroup',
  auth: true,
  summary: 'Brings all volumes of a VM back to the moment of a group',
  params: {
    uuid: requiredText({ resourceType: 'VolumeSnapshotGroup', checkAccount: true }),
  },
  returns: { results: revertSnapshotGroupResult.array() },
  flow: revertSnapshotGroupFlow,
  check: (world, { params }) => checkGroupRevert(world, snapshotGroupOf(world, params.uuid)),
  context: (_world, { params, caller }) => ({
    groupUuid: params.uuid,
    callerUuid: caller.accountUuid,
  }),
  result: (_world, { results }) => ({ results }),
});
