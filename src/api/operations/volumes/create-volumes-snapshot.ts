import {
  toVolumeSnapshotInventory,
  volumeSnapshotInventory,
} from '../../../contract/inventories/volume-snapshot-inventory.js';
import { snapshotOf } from '../../../services/resources/lookup.js';
import {
  checkSeveral,
  createVolumesSnapshotFlow,
} from '../../../services/volume-snapshots/create-several.js';
import { defineAsync } from '../../define-operation.js';
import { requiredList } from '../../params.js';

export const createVolumesSnapshot = defineAsync({
  name: 'CreateVolumesSnapshot',
  family: 'volumes',
  method: 'POST',
  paths: ['/v1/volumes/volume-snapshots'],
  bodyKey: 'params',
  auth: true,
  summary: 'Freezes several volumes at one moment',
  params: {
    volumeUuids: requiredList({ nonempty: true, resourceType: 'Volume', checkAccount: true }),
  },
  returns: { inventories: volumeSnapshotInventory.array() },
  quota: (_world, { params }) => ({ 'snapshot.volume.num': new Set(params.volumeUuids).size }),
  flow: createVolumesSnapshotFlow,
  check: (world, { params }) => checkSeveral(world, params.volumeUuids),
  context: (_world, { params, systemTags, userTags, tagUuids, caller }) => ({
    request: {
      volumeUuids: params.volumeUuids,
      ownerUuid: caller.accountUuid,
      systemTags,
      userTags,
      tagUuids,
    },
  }),
  result: (world, { snapshotUuids }) => ({
    inventories: (snapshotUuids as string[]).map((uuid) =>
      toVolumeSnapshotInventory(snapshotOf(world, uuid)),
    ),
  }),
});
