import * as z from 'zod';
import { uuid } from '../../../contract/inventories/inventory.js';
import { limitsOf } from '../../../domain/volume/volume-limits.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { optionalFlag, requiredText } from '../../params.js';

/** What stands for no limit. */
const NONE = -1;
const limit = z.int().describe('-1: none');

export const getVolumeQos = defineSync({
  name: 'GetVolumeQos',
  family: 'volumes',
  method: 'GET',
  paths: ['/v1/volumes/{uuid}/qos'],
  auth: true,
  summary: 'Tells the limits of a volume',
  params: {
    uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
    forceSync: optionalFlag({ description: 'ask the host again: it says the same' }),
  },
  returns: {
    volumeUuid: uuid,
    volumeBandwidth: limit,
    volumeBandwidthRead: limit,
    volumeBandwidthWrite: limit,
    iopsTotal: limit,
    iopsRead: limit,
    iopsWrite: limit,
    volumeBandwidthUpthreshold: limit,
    volumeBandwidthReadUpthreshold: limit,
    volumeBandwidthWriteUpthreshold: limit,
    iopsTotalUpthreshold: limit,
    iopsReadUpthreshold: limit,
    iopsWriteUpthreshold: limit,
  },
  run(world, params) {
    const { uuid: volumeUuid, volumeQos } = volumeOf(world, params.uuid);
    const limits = limitsOf(volumeQos);
    return {
      volumeUuid,
      volumeBandwidth: limits.total ?? NONE,
      volumeBandwidthRead: limits.read ?? NONE,
      volumeBandwidthWrite: limits.write ?? NONE,
      iopsTotal: limits.totalIOPS ?? NONE,
      iopsRead: limits.readIOPS ?? NONE,
      iopsWrite: limits.writeIOPS ?? NONE,
      // They come of offerings, which no volume here has.
      volumeBandwidthUpthreshold: NONE,
      volumeBandwidthReadUpthreshold: NONE,
      volumeBandwidthWriteUpthreshold: NONE,
      iopsTotalUpthreshold: NONE,
      iopsReadUpthreshold: NONE,
      iopsWriteUpthreshold: NONE,
    };
  },
});
