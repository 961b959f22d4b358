import { imageGroupInventory } from '../../../contract/inventories/image-group-inventory.js';
import { createImageGroupFromSnapshotsFlow } from '../../../services/image-groups/create-group.js';
import { defineAsync } from '../../define-operation.js';
import { imageGroupResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { requiredText, textList } from '../../params.js';

export const createImageGroupFromSnapshot = defineAsync({
  name: 'CreateImageGroupFromSnapshot',
  family: 'image-groups',
  method: 'POST',
  paths: ['/v1/imagegroup/from/snapshot/{rootVolumeSnapshotUuid}'],
  bodyKey: 'params',
  auth: true,
  summary: 'Makes templates of snapshots, and a group of them',
  params: {
    ...NEW_RESOURCE_PARAMS,
    rootVolumeSnapshotUuid: requiredText({
      maxLength: 2048,
      resourceType: 'VolumeSnapshot',
      checkAccount: true,
    }),
    dataVolumeSnapshotUuids: textList({
      resourceType: 'VolumeSnapshot',
      checkAccount: true,
      description: 'one that stands there twice becomes two templates',
    }),
  },
  returns: { inventory: imageGroupInventory },
  flow: createImageGroupFromSnapshotsFlow,
  check: () => undefined,
  context: (_world, call) => ({
    request: newResourceOf(call),
    rootSnapshotUuid: call.params.rootVolumeSnapshotUuid,
    dataSnapshotUuids: call.params.dataVolumeSnapshotUuids ?? [],
  }),
  result: imageGroupResult,
});
