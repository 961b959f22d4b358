import { volumeSnapshotGroupInventory } from '../../../contract/inventories/volume-snapshot-group-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import {
  checkNewGroup,
  createSnapshotGroupFlow,
} from '../../../services/volume-snapshots/groups/create-group.js';
import { defineAsync } from '../../define-operation.js';
import { snapshotGroupResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { flag, requiredText } from '../../params.js';

export const createVolumeSnapshotGroup = defineAsync({
  name: 'CreateVolumeSnapshotGroup',
  family: 'volume-snapshots',
  method: 'POST',
  paths: ['/v1/volume-snapshots/group'],
  bodyKey: 'params',
  auth: true,
  summary: 'Freezes all volumes of a VM at one moment',
  params: {
    rootVolumeUuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    ...NEW_RESOURCE_PARAMS,
    withMemory: flag(false, { description: 'the memory of the guest, too; refused here' }),
  },
  returns: { inventory: volumeSnapshotGroupInventory },
  quota(world, { params }) {
    const { vmInstanceUuid } = volumeOf(world, params.rootVolumeUuid);
    const all = vmInstanceUuid === null ? [] : world.repositories.volumes.listByVm(vmInstanceUuid);
    return { 'snapshot.volume.num': all.length };
  },
  flow: createSnapshotGroupFlow,
  check: (world, { params }) => {
    checkNewGroup(world, params.rootVolumeUuid, params.withMemory);
  },
  context: (world, call) => ({
    request: {
      rootVolumeUuid: call.params.rootVolumeUuid,
      vmUuid: volumeOf(world, call.params.rootVolumeUuid).vmInstanceUuid ?? '',
      ...newResourceOf(call),
    },
  }),
  result: snapshotGroupResult,
});
