import * as z from 'zod';
import { snapshotOf } from '../../../services/resources/lookup.js';
import { defineCommand } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getVolumeSnapshotSize = defineCommand({
  name: 'GetVolumeSnapshotSize',
  family: 'volume-snapshots',
  method: 'PUT',
  paths: ['/v1/volume-snapshots/{uuid}/actions'],
  bodyKey: 'getVolumeSnapshotSize',
  summary: 'Tells how large a snapshot is',
  params: {
    uuid: requiredText({ resourceType: 'VolumeSnapshot', checkAccount: true }),
  },
  returns: {
    size: z.int().describe('virtual size in bytes'),
    actualSize: z.int().describe('bytes that it holds itself'),
  },
  run({ world, params }) {
    const { virtualSize, size } = snapshotOf(world, params.uuid);
    return { size: virtualSize, actualSize: size };
  },
  result: (_world, { size, actualSize }) => ({ size, actualSize }),
});
