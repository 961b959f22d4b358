import { z } from 'zod';
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
    const { primaryStorageUuid } = volumeOf(world, uuid);
    const storage =
      primaryStorageUuid === null ? null : primaryStorageOf(world, primaryStorageUuid);
    const isLocal = storage?.type === 'LocalStorage';
    const migrates = storage !== null && !isLocal;
    return {
      capabilities: {
        MigrationInCurrentPrimaryStorage: isLocal,
        MigrationToOtherPrimaryStorage: migrates,
      },
    };
  },
});
