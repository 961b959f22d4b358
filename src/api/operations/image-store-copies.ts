import type { ImageCopy } from '../../services/images/copy/copy-image.js';
import { imageInventory } from '../../contract/inventories/image-inventory.js';
import { checkCopy, copyImageFlow } from '../../services/images/copy/copy-image.js';
import { defineAsync } from '../define-operation.js';
import { imageResult } from '../inventory-of.js';
import { optionalText, requiredText } from '../params.js';

/** What both operations that copy an image between ImageStores declare: what they differ in is their words. */
export const copiesImage = (
  {
    name,
    family,
    path,
    bodyKey,
    summary,
  }: Readonly<Record<'name' | 'family' | 'path' | 'bodyKey' | 'summary', string>>,
  isLost: (src: string, image: string) => string,
) =>
  defineAsync({
    name,
    family,
    method: 'PUT',
    paths: [path],
    bodyKey,
    auth: true,
    adminOnly: true,
    summary,
    params: {
      uuid: requiredText({ resourceType: 'Image' }),
      srcBackupStorageUuid: requiredText({ resourceType: 'BackupStorage' }),
      dstBackupStorageUuid: requiredText({ resourceType: 'BackupStorage' }),
      name: requiredText({ maxLength: 255, emptyString: false, description: 'of the new image' }),
      description: optionalText({ maxLength: 1024 }),
    },
    returns: { inventory: imageInventory },
    flow: copyImageFlow,
    check: (world, { params }) => checkCopy(world, copyOf(params), isLost),
    context: (_world, { params, systemTags, userTags, caller }) => ({
      request: {
        ...copyOf(params),
        name: params.name,
        description: params.description,
        resourceUuid: null,
        systemTags,
        userTags,
        ownerUuid: caller.accountUuid,
      },
    }),
    result: imageResult,
  });

const copyOf = ({
  uuid,
  srcBackupStorageUuid,
  dstBackupStorageUuid,
}: Omit<ImageCopy, 'sourceUuid'> & { readonly uuid: string }): ImageCopy => ({
  sourceUuid: uuid,
  srcBackupStorageUuid,
  dstBackupStorageUuid,
});
