import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { algorithmOf, calculateHashFlow } from '../../../services/images/hash/calculate-hash.js';
import { backupStorageOf } from '../../../services/resources/lookup.js';
import { defineAsync } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import { optionalText, requiredText } from '../../params.js';

export const calculateImageHash = defineAsync({
  name: 'CalculateImageHash',
  family: 'images',
  method: 'PUT',
  paths: ['/v1/images/{uuid}/actions'],
  bodyKey: 'calculateImageHash',
  auth: true,
  summary: 'Sums the bytes of an image with MD5, SHA1 or SHA256 and keeps the sum as its md5Sum',
  params: {
    uuid: requiredText({ resourceType: 'Image', checkAccount: true }),
    backupStorageUuid: requiredText({ resourceType: 'BackupStorage', checkAccount: true }),
    algorithm: optionalText({ description: 'MD5 (default), SHA1 or SHA256' }),
  },
  returns: { inventory: imageInventory },
  flow: calculateHashFlow,
  check(world, { params }) {
    const { uuid, backupStorageUuid } = params;
    algorithmOf(params.algorithm ?? 'MD5');
    if (!world.repositories.images.findRef(uuid, backupStorageUuid)) {
      throw apiError(
        'SYS.1006',
        `image[uuid: ${uuid}] is not on backup storage[uuid:${backupStorageUuid}, name:${backupStorageOf(world, backupStorageUuid).name}]`,
      );
    }
  },
  context: (_world, { params }) => ({
    imageUuid: params.uuid,
    algorithm: algorithmOf(params.algorithm ?? 'MD5'),
    backupStorageUuid: params.backupStorageUuid,
  }),
  result: imageResult,
});
