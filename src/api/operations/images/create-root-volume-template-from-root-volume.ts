import { imageInventory, toImageInventory } from '../../../contract/inventories/image-inventory.js';
import { PLATFORMS } from '../../../domain/image/image.js';
import {
  checkVolumeStrictly,
  refuseSftpOfOnlineVm,
} from '../../../services/images/root-template/checks.js';
import { createRootVolumeTemplateFlow } from '../../../services/images/root-template/flow.js';
import type { TemplateRequest } from '../../../services/images/root-template/request.js';
import type { World } from '../../../domain/world.js';
import { defineAsync } from '../../define-operation.js';
import {
  CREATE_PARAMS,
  flag,
  optionalChoice,
  optionalText,
  requiredText,
  textList,
  virtioFlag,
} from '../../params.js';

const params = {
  virtio: virtioFlag(),
  description: optionalText({ maxLength: 2048 }),
  platform: optionalChoice(PLATFORMS, { description: 'default: that of the VM' }),
  guestOsType: optionalText({ description: 'default: that of the VM' }),
  tagUuids: CREATE_PARAMS.tagUuids,
  system: flag(false),
  rootVolumeUuid: requiredText({ resourceType: 'Volume', checkAccount: true }),
  name: requiredText({ maxLength: 255 }),
  resourceUuid: CREATE_PARAMS.resourceUuid,
  backupStorageUuids: textList({
    nonempty: true,
    resourceType: 'BackupStorage',
    description: 'where to put the image; default: one that the allocator chooses',
  }),
  architecture: optionalText({ description: 'default: that of the VM' }),
};

export const createRootVolumeTemplateFromRootVolume = defineAsync({
  name: 'CreateRootVolumeTemplateFromRootVolume',
  family: 'images',
  method: 'POST',
  paths: ['/v1/images/root-volume-templates/from/volumes/{rootVolumeUuid}'],
  bodyKey: 'params',
  auth: true,
  summary: 'Makes a root volume template (an image) of the root volume of a VM',
  params,
  returns: { inventory: imageInventory },
  flow: createRootVolumeTemplateFlow,
  quota: (world, { params: given }) => ({
    'image.size': world.repositories.volumes.find(given.rootVolumeUuid)?.size ?? null,
    'image.num': 1,
  }),
  check(world, call) {
    const { rootVolumeUuid, backupStorageUuids } = call.params;
    refuseSftpOfOnlineVm(world, rootVolumeUuid, backupStorageUuids ?? []);
    if (world.checks === 'strict') checkVolumeStrictly(world, rootVolumeUuid);
  },
  context(_world, { params: given, caller, systemTags, userTags, tagUuids }) {
    const request: TemplateRequest = {
      rootVolumeUuid: given.rootVolumeUuid,
      name: given.name,
      description: given.description,
      guestOsType: given.guestOsType,
      platform: given.platform,
      architecture: given.architecture,
      virtio: given.virtio,
      system: given.system,
      resourceUuid: given.resourceUuid,
      backupStorageUuids: given.backupStorageUuids ?? [],
      systemTags,
      userTags,
      tagUuids,
      ownerUuid: caller.accountUuid,
    };
    return { request };
  },
  result: (world, outcome) => ({ inventory: inventoryOf(world, String(outcome['imageUuid'])) }),
});

function inventoryOf({ repositories }: World, uuid: string) {
  const image = repositories.images.find(uuid);
  if (!image) throw new Error(`the image ${uuid} is gone before its job has ended`);
  return toImageInventory(image, repositories.images.listRefs(uuid));
}
