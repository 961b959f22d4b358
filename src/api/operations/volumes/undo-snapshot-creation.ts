import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { snapshotOf } from '../../../services/resources/lookup.js';
import {
  checkUndo,
  undoSnapshotCreationFlow,
} from '../../../services/volume-snapshots/undo-creation.js';
import { defineAsync } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const undoSnapshotCreation = defineAsync({
  name: 'UndoSnapshotCreation',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/{uuid}/actions'],
  bodyKey: 'undoSnapshotCreation',
  auth: true,
  summary: 'Takes back the latest snapshot of a volume: the volume is in its file again',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    snapShotUuid: requiredText({ resourceType: 'VolumeSnapshot', checkAccount: true }),
  },
  returns: { inventory: volumeInventory },
  flow: undoSnapshotCreationFlow,
  check: (world, { params }) => checkUndo(world, params.uuid, params.snapShotUuid),
  context: (world, { params }) => ({
    volumeUuid: params.uuid,
    snapshotUuid: params.snapShotUuid,
    name: snapshotOf(world, params.snapShotUuid).name,
  }),
  result: volumeResult,
});
