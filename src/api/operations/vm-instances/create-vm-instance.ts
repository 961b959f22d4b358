import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { ARCHITECTURES, PLATFORMS } from '../../../domain/image/image.js';
import { imageOf } from '../../../services/resources/lookup.js';
import { checkVmImage, createVmFlow } from '../../../services/vm-instances/create-vm.js';
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
} from '../../params.js';

const params = {
  name: requiredText({ maxLength: 255 }),
  instanceOfferingUuid: optionalText({ resourceType: 'InstanceOffering', checkAccount: true }),
  cpuNum: wholeNumber('Integer', { description: 'default: 1' }),
  memorySize: wholeNumber('Long', { description: 'bytes; default: 1 GiB' }),
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
  rootDiskSize: wholeNumber('Long', { description: 'bytes; for an ISO' }),
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
  summary: 'Makes a VM of an image, with data volumes; there are no networks and hosts',
  params,
  returns: { inventory: vmInstanceInventory },
  flow: createVmFlow,
  check(world, { params: given }) {
    if (given.imageUuid === null) {
      throw apiError('SYS.1007', 'imageUuid is needed: a vm without an image is not emulated');
    }
    if (given.diskAOs !== null && given.diskAOs.length > 0) {
      throw apiError('SYS.1014', 'diskAOs is known to this emulator, but not supported yet');
    }
    for (const size of [given.rootDiskSize, ...(given.dataDiskSizes ?? [])]) {
      if (size !== null && size <= 0) {
        throw apiError('SYS.1007', `unexpected disk size settings: ${size}`);
      }
    }
    for (const [field, value] of [
      ['cpuNum', given.cpuNum],
      ['memorySize', given.memorySize],
    ] as const) {
      if (value !== null && value <= 0) {
        throw apiError('SYS.1007', `${field}[${value}] must be greater than 0`);
      }
    }
    checkVmImage(imageOf(world, given.imageUuid), given.rootDiskSize);
  },
  context: (_world, call) => ({ request: requestOf(call) }),
  result: vmResult,
});

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
    imageUuid: given.imageUuid ?? '',
    cpuNum: given.cpuNum ?? 1,
    memorySize: given.memorySize ?? 2 ** 30,
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
