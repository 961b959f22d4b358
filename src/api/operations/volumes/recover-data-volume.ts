import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { checkRecover, recoverVolume } from '../../../services/volumes/delete-volume.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { requiredText } from '../../params.js';

export const recoverDataVolume = defineCommand({
  name: 'RecoverDataVolume',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/{uuid}/actions'],
  bodyKey: 'recoverDataVolume',
  summary: 'Brings a deleted data volume back',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
  },
  returns: { inventory: volumeInventory },
  quota: (world, { params }) => ({
    'volume.data.num': 1,
    'snapshot.volume.num': world.repositories.volumeSnapshots.listByVolume(params.uuid).length,
  }),
  check: (world, { params }) => checkRecover(volumeOf(world, params.uuid)),
  run({ world, params, now }) {
    recoverVolume(world, volumeOf(world, params.uuid), now);
    return { volumeUuid: params.uuid };
  },
  result: volumeResult,
});
