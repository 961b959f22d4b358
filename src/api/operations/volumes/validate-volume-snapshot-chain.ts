import { volumeOf } from '../../../services/resources/lookup.js';
import { validateChain } from '../../../services/volume-snapshots/validate-chain.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const validateVolumeSnapshotChain = defineCommand({
  name: 'ValidateVolumeSnapshotChain',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/{uuid}/actions'],
  bodyKey: 'validateVolumeSnapshotChain',
  summary: 'Looks whether all snapshots that a volume follows on are whole',
  params: { uuid: requiredText({ resourceType: 'Volume', checkAccount: true }) },
  returns: {},
  run: ({ world, params }) => validateChain(world, volumeOf(world, params.uuid)),
});
