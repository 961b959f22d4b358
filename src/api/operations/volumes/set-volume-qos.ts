import { volumeInventory } from '../../../contract/inventories/volume-inventory.js';
import type { VolumeLimits } from '../../../domain/volume/volume-limits.js';
import { volumeOf } from '../../../services/resources/lookup.js';
import { checkLimits, limitVolume } from '../../../services/volumes/limit-volume.js';
import { defineCommand } from '../../define-operation.js';
import { volumeResult } from '../../inventory-of.js';
import { optionalChoice, requiredText, wholeNumber, type ParamValues } from '../../params.js';

const bandwidth = (description: string) =>
  wholeNumber('Long', { numberRange: [1024, 2 ** 63], description });
const operations = (description: string) =>
  wholeNumber('Long', { numberRange: [1, 2 ** 63], description });

const params = {
  uuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
  mode: optionalChoice(['total', 'read', 'write'], {
    description: 'what volumeBandwidth limits; default: total',
  }),
  volumeBandwidth: bandwidth('bytes per second'),
  readBandwidth: bandwidth('bytes per second'),
  writeBandwidth: bandwidth('bytes per second'),
  totalBandwidth: bandwidth('bytes per second'),
  readIOPS: operations('reads per second'),
  writeIOPS: operations('writes per second'),
  totalIOPS: operations('reads and writes per second'),
};

export const setVolumeQos = defineCommand({
  name: 'SetVolumeQos',
  family: 'volumes',
  method: 'PUT',
  paths: ['/v1/volumes/{uuid}/actions'],
  bodyKey: 'setVolumeQos',
  summary: 'Limits the bandwidth or the operations of a volume',
  params,
  returns: { inventory: volumeInventory },
  check: (_world, { params: given }) => checkLimits(limitsIn(given)),
  run({ world, params: given, now }) {
    limitVolume(world, volumeOf(world, given.uuid), limitsIn(given), now);
    return { volumeUuid: given.uuid };
  },
  result: volumeResult,
});

function limitsIn(given: ParamValues<typeof params>): VolumeLimits {
  const { mode, volumeBandwidth, readIOPS, writeIOPS, totalIOPS } = given;
  const limits = {
    total: given.totalBandwidth,
    read: given.readBandwidth,
    write: given.writeBandwidth,
    totalIOPS,
    readIOPS,
    writeIOPS,
  };
  if (volumeBandwidth !== null) limits[mode ?? 'total'] ??= volumeBandwidth;
  return Object.fromEntries(
    Object.entries(limits).filter(([, value]) => value !== null),
  ) as VolumeLimits;
}
