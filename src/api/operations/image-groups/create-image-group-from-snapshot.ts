import { apiError } from '../../../core/api-error.js';
import { imageGroupInventory } from '../../../contract/inventories/image-group-inventory.js';
import { createImageGroupFromSnapshotsFlow } from '../../../services/image-groups/create-group.js';
import { defineAsync } from '../../define-operation.js';
import { imageGroupResult } from '../../inventory-of.js';
import { NEW_RESOURCE_PARAMS, newResourceOf } from '../../new-resource.js';
import { requiredText, textList } from '../../params.js';

/** More than any VM has of volumes: each becomes a template in the same job. */
const MOST_DATA_SNAPSHOTS = 100;

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
      description: `one that stands there twice becomes two templates; ${MOST_DATA_SNAPSHOTS} at most`,
    }),
  },
  returns: { inventory: imageGroupInventory },
  flow: createImageGroupFromSnapshotsFlow,
  check(_world, { params }) {
    const count = params.dataVolumeSnapshotUuids?.length ?? 0;
    if (count <= MOST_DATA_SNAPSHOTS) return;
    throw apiError(
      'SYS.1007',
      `a group is made of ${MOST_DATA_SNAPSHOTS} data volume snapshots at most, not of ${count}`,
    );
  },
  context: (_world, call) => ({
    request: newResourceOf(call),
    rootSnapshotUuid: call.params.rootVolumeSnapshotUuid,
    dataSnapshotUuids: call.params.dataVolumeSnapshotUuids ?? [],
  }),
  result: imageGroupResult,
});
