import * as z from 'zod';
import { primaryStorageOf, volumeOf } from '../../../services/resources/lookup.js';
import { defineSync } from '../../define-operation.js';
import { requiredText } from '../../params.js';

export const getVolumeCapabilities = defineSync({
  name: 'GetVolumeCapabilities',
  family: 'volumes',
  method: 'GET',
  paths: ['/v1/volumes/{uuid}/capabilities'],
  auth: true,
  summary: 'Tells what the primary storage of a volume can do with it',
  params: { uuid: requiredText({ resourceType: 'Volume', checkAccount: true }) },
  returns: { capabilities: z.record(z.string(), z.unknown()) },
  run(world, { uuid }) {
    const { status, primaryStorageUuid } = volumeOf(world, uuid);
    if (status !== 'Ready') return { capabilities: {} };
    const isLocal = primaryStorageOf(world, primaryStorageUuid).type === 'LocalStorage';
    return {
      capabilities: {
        MigrationInCurrentPrimaryStorage: isLocal,
        // No storage of the open source moves volumes to another one.
        MigrationToOtherPrimaryStorage: false,
      },
    };
  },
});
