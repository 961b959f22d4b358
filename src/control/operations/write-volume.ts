import { volumeInventory } from '../../contract/inventories/volume-inventory.js';
import { defineControl } from '../../api/define-operation.js';
import { volumeResult } from '../../api/inventory-of.js';
import { requiredText, wholeNumber } from '../../api/params.js';
import { volumeOf } from '../../services/resources/lookup.js';
import { writeVolume as write } from '../../services/volumes/write-volume.js';
import { changing } from '../changing.js';

const MOST = Number.MAX_SAFE_INTEGER;

export const writeVolume = defineControl({
  name: 'WriteVolume',
  method: 'POST',
  paths: ['/v1/volumes/{uuid}/writes'],
  summary: 'Writes to a volume as a guest would: another content, more bytes in use',
  params: {
    uuid: requiredText({ resourceType: 'Volume' }),
    bytes: wholeNumber('long', { required: true, numberRange: [1, MOST] }, 1),
  },
  returns: { inventory: volumeInventory },
  run: (environment, { uuid, bytes }) =>
    changing(environment, (world, now) => {
      write(world, volumeOf(world, uuid), bytes, now);
      return volumeResult(world, { volumeUuid: uuid });
    }),
});
