import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { checkFlatten, flattenVolumeFlow } from '../../../services/volumes/flatten-volume.js';
import { defineAsync } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { flag, requiredText } from '../../params.js';

export const flattenVolume = defineAsync({
  name: 'FlattenVolume',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/{uuid}/actions'],
  bodyKey: 'flattenVolume',
  auth: true,
  summary: 'Makes a volume stand by itself: neither on its image nor on its snapshots',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    dryRun: flag(false, { description: 'answers what it would be, and changes nothing' }),
  },
  returns: { inventory: volumeInventory },
  flow: flattenVolumeFlow,
  check: (world, { params }) => checkFlatten(volumeOf(world, params.uuid)),
  context: (_world, { params }) => ({ volumeUuid: params.uuid, dryRun: params.dryRun }),
  result: volumeResult,
});
