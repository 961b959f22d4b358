import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { ARCHITECTURES, PLATFORMS } from '../../../domain/image/image.js';
import { imageOf } from '../../../services/resources/lookup.js';
import type { World } from '../../../domain/world.js';
import type { QuotaRequest } from '../../../services/accounts/quotas.js';
import {
  checkDataVolumes,
  checkDiskAOs,
  checkNewVm,
  checkVmImage,
} from '../../../services/vm-instances/check-new-vm.js';
import { createVmFlow } from '../../../services/vm-instances/create-vm.js';
import { checkNewVmTags } from '../../../services/tags/vm-tag-validators.js';
import { type AsyncCall, defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import {
  CREATE_PARAMS,
  listMap,
  numberList,
  objectList,
  optionalChoice,
  optionalFlag,
  optionalText,
  requiredText,
  textList,
  wholeNumber,
  type ParamValues,
} from '../../params.js';

const params = {
  name: requiredText({ maxLength: 255 }),
  instanceOfferingUuid: optionalText({ resourceType: 'InstanceOffering', checkAccount: true }),
  cpuNum: wholeNumber('Integer', { description: 'needed' }),
  memorySize: wholeNumber('Long', { description: 'bytes; needed' }),
  reservedMemorySize: wholeNumber('Long', { numberRange: [0, 2 ** 63] }),
  imageUuid: optionalText({ emptyString: false, resourceType: 'Image', checkAccount: true }),
  l3NetworkUuids: textList({
    resourceType: 'L3Network',
    checkAccount: true,
    description: 'accepted and not used: there are no networks',
  }),
  vmNicParams: optionalText(),
  type: optionalChoice(['UserVm', 'ApplianceVm']),
  rootDiskOfferingUuid: optionalText({ resourceType: 'DiskOffering', checkAccount: true }),
  rootDiskSize: wholeNumber('Long', { description: 'bytes; for an ISO, or no image' }),
  dataDiskSizes: numberList(),
  dataDiskOfferingUuids: textList({ resourceType: 'DiskOffering', checkAccount: true }),
  zoneUuid: optionalText({ resourceType: 'Zone' }),
  clusterUuid: optionalText({ resourceType: 'Cluster' }),
  hostUuid: optionalText({ resourceType: 'Host' }),
  primaryStorageUuidForRootVolume: optionalText({ resourceType: 'PrimaryStorage' }),
  description: optionalText({ maxLength: 2048 }),
  rootPassword: optionalText(),
  defaultL3NetworkUuid: optionalText(),
  strategy: optionalChoice(['InstantStart', 'JustCreate', 'CreateStopped']),
  rootVolumeSystemTags: textList(),
  dataVolumeSystemTags: textList(),
  dataVolumeSystemTagsOnIndex: listMap(),
  sshKeyPairUuids: textList(),
  platform: optionalChoice(PLATFORMS),
  guestOsType: optionalText({ maxLength: 255 }),
  architecture: optionalChoice(ARCHITECTURES, { maxLength: 32 }),
  virtio: optionalFlag(),
  diskAOs: objectList(),
  ...CREATE_PARAMS,
};

export const createVmInstance = defineAsync({
  name: 'CreateVmInstance',
  family: 'vm-instances',
  method: 'POST',
  paths: ['/v1/vm-instances'],
  bodyKey: 'params',
  auth: true,
  summary:
    'Makes a VM of an image, or with an empty disk, with data volumes; there are no networks',
  params,
  returns: { inventory: vmInstanceInventory },
  flow: createVmFlow,
  quota: (world, { params: given, caller }) =>
    given.strategy === 'JustCreate' || caller.isAdmin ? {} : quotasOfNewVm(world, given),
  check(world, { params: given, systemTags }) {
    checkNewVm(world, given, systemTags);
    const disks = given.diskAOs ?? [];
    if (disks.length > 0) {
      checkDiskAOs(disks);
      throw apiError('SYS.1014', 'diskAOs is known to this emulator, but not supported yet');
    }
    checkVmImage(given, imageOfCall(world, given));
    checkDataVolumes(world, given, systemTags);
  },
  context(_world, call) {
    checkNewVmTags(call.systemTags, call.params.type ?? 'UserVm');
    return { request: requestOf(call) };
  },
  result: vmResult,
});

const imageOfCall = (world: World, { imageUuid }: ParamValues<typeof params>) =>
  imageUuid === null ? undefined : imageOf(world, imageUuid);

/**
 * What a new VM takes of the quotas of its account; data volumes of sizes are not counted, as in the real system.
 * @throws SYS.1007 where the size of its root volume is missing
 */
function quotasOfNewVm(world: World, given: ParamValues<typeof params>): QuotaRequest {
  const image = imageOfCall(world, given);
  const isTemplate = image?.mediaType === 'RootVolumeTemplate';
  if (!isTemplate && given.rootDiskSize === null) {
    const when = image ? 'image mediaType is ISO' : 'create vm without image';
    throw apiError('SYS.1007', `rootDiskOfferingUuid cannot be null when ${when}`);
  }
  return {
    'vm.totalNum': 1,
    'vm.num': 1,
    'vm.cpuNum': given.cpuNum,
    'vm.memorySize': given.memorySize,
    'volume.capacity': isTemplate ? image.size : given.rootDiskSize,
  };
}

function requestOf({
  params: given,
  systemTags,
  userTags,
  tagUuids,
  caller,
}: AsyncCall<typeof params>) {
  return {
    name: given.name,
    description: given.description,
    imageUuid: given.imageUuid,
    cpuNum: given.cpuNum ?? 1,
    memorySize: given.memorySize ?? 2 ** 30,
    reservedMemorySize: given.reservedMemorySize ?? 0,
    defaultL3NetworkUuid: given.defaultL3NetworkUuid ?? given.l3NetworkUuids?.[0] ?? null,
    rootDiskSize: given.rootDiskSize,
    dataDiskSizes: given.dataDiskSizes ?? [],
    zoneUuid: given.zoneUuid,
    clusterUuid: given.clusterUuid,
    hostUuid: given.hostUuid,
    primaryStorageUuid: given.primaryStorageUuidForRootVolume,
    strategy: given.strategy ?? ('InstantStart' as const),
    platform: given.platform,
    guestOsType: given.guestOsType,
    architecture: given.architecture,
    virtio: given.virtio,
    resourceUuid: given.resourceUuid,
    systemTags,
    userTags,
    tagUuids,
    rootVolumeSystemTags: given.rootVolumeSystemTags ?? [],
    dataVolumeSystemTags: given.dataVolumeSystemTags ?? [],
    ownerUuid: caller.accountUuid,
  };
}
