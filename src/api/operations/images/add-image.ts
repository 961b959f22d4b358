import { imageInventory } from '../../../contract/inventories/image-inventory.js';
import { ARCHITECTURES, PLATFORMS } from '../../../domain/image/image.js';
import { bytesBehind } from '../../../services/images/add/sources.js';
import { resolveAddImage, saidFormat } from '../../../services/images/add/check.js';
import { addImageFlow } from '../../../services/images/add/flow.js';
import { type AsyncCall, defineAsync } from '../../define-operation.js';
import { imageResult } from '../../inventory-of.js';
import {
  CREATE_PARAMS,
  flag,
  optionalChoice,
  optionalText,
  requiredList,
  requiredText,
} from '../../params.js';

const params = {
  virtio: flag(true),
  format: optionalText({
    description: 'iso, qcow2, raw or vmdk; mandatory unless mediaType is ISO',
  }),
  description: optionalText({ maxLength: 2048 }),
  mediaType: optionalChoice(['RootVolumeTemplate', 'ISO', 'DataVolumeTemplate'], {
    description: 'default: RootVolumeTemplate',
  }),
  type: optionalText(),
  url: requiredText({ maxLength: 1024 }),
  platform: optionalChoice(PLATFORMS),
  guestOsType: optionalText({ maxLength: 255 }),
  tagUuids: CREATE_PARAMS.tagUuids,
  system: flag(false),
  name: requiredText({ maxLength: 255 }),
  resourceUuid: CREATE_PARAMS.resourceUuid,
  architecture: optionalChoice(ARCHITECTURES, { maxLength: 32 }),
  backupStorageUuids: requiredList({ nonempty: true, resourceType: 'BackupStorage' }),
};

export const addImage = defineAsync({
  name: 'AddImage',
  family: 'images',
  method: 'POST',
  paths: ['/v1/images'],
  bodyKey: 'params',
  auth: true,
  summary: 'Adds an image from a url, or opens an address for its upload',
  params,
  returns: { inventory: imageInventory },
  flow: addImageFlow,
  quota: (world, { params: { url, format, mediaType } }) => ({
    'image.size': bytesBehind(world, url, saidFormat(format, mediaType)),
    'image.num': 1,
  }),
  check: (world, call) => void resolveAddImage(world, call.params, requestOf(call)),
  context: (world, call) => ({ request: resolveAddImage(world, call.params, requestOf(call)) }),
  result: imageResult,
});

const requestOf = ({
  systemTags,
  userTags,
  tagUuids,
  caller,
  controlUrl,
}: AsyncCall<typeof params>) => ({
  systemTags,
  userTags,
  tagUuids,
  ownerUuid: caller.accountUuid,
  controlUrl,
});
