import { snapshotOf } from '../../../services/resources/lookup.js';
import { checkRevert, revertVolume } from '../../../services/volume-snapshots/revert-volume.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const revertVolumeFromSnapshot = defineCommand({
  name: 'RevertVolumeFromSnapshot',
  family: 'volume-snapshots',
  method: 'PUT',
  paths: ['/v1/volume-snapshots/{uuid}/actions'],
  bodyKey: 'revertVolumeFromSnapshot',
  summary: 'Brings a volume back to what a snapshot froze',
  params: {
    uuid: requiredText({ resourceType: 'VolumeSnapshot', checkAccount: true }),
  },
  returns: {},
  check: (world, { params }) => checkRevert(snapshotOf(world, params.uuid)),
  run({ world, params, caller, now }) {
    revertVolume(world, snapshotOf(world, params.uuid), caller.accountUuid, now);
  },
});
