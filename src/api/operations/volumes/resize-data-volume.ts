import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { checkGrow, growVolume } from '../../../services/volumes/grow-volume.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { requiredText, wholeNumber } from '../../params.js';

export const resizeDataVolume = defineCommand({
  name: 'ResizeDataVolume',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/data/resize/{uuid}/actions'],
  bodyKey: 'resizeDataVolume',
  summary: 'Makes a data volume larger',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    size: wholeNumber('long', { description: 'bytes; more than it has' }, 0),
  },
  returns: { inventory: volumeInventory },
  quota: (world, { params: { uuid, size } }) => ({
    'volume.capacity': Math.max(size - volumeOf(world, uuid).size, 0),
  }),
  check: (world, { params: { uuid, size } }) =>
    checkGrow(world, volumeOf(world, uuid), 'Data', size),
  run({ world, params: { uuid, size }, now }) {
    growVolume(world, volumeOf(world, uuid), 'Data', size, now);
    return { volumeUuid: uuid };
  },
  result: volumeResult,
});
