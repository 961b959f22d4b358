import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { ARCHITECTURES, PLATFORMS } from '../../../domain/image/image.js';
import { diskOfferingOf, imageOf, instanceOfferingOf } from '../../../services/resources/lookup.js';
import type { World } from '../../../domain/world.js';
import type { QuotaRequest } from '../../../services/accounts/quotas.js';
import {
  checkDataVolumes,
  checkNewVm,
  checkVmImage,
} from '../../../services/vm-instances/check-new-vm.js';
import {
  checkDataDisks,
  checkDiskVolumes,
  diskAOsOf,
  volumesOf,
  withBootDisk,
} from '../../../services/vm-instances/disk-aos.js';
import { createVmFlow } from '../../../services/vm-instances/create-vm.js';
import { checkStaticIps, tagsOfStaticIps } from '../../../services/networks/static-ip-tags.js';
import { checkNewVmTags } from '../../../services/tags/vm-tag-validators.js';
import { type AsyncCall, defineAsync } from '../../define-operation.js';
import { checkOwner, checkReach } from '../../authorize.js';
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

/** The parameters of CreateVmInstance, which other calls take as a text, too. */
export const CREATE_VM_PARAMS = {
  name: requiredText({ maxLength: 255 }),
  instanceOfferingUuid: optionalText({ resourceType: 'InstanceOffering', checkAccount: true }),
  cpuNum: wholeNumber('Integer', { description: 'needed without an offering' }),
  memorySize: wholeNumber('Long', { description: 'bytes; needed without an offering' }),
  reservedMemorySize: wholeNumber('Long', { numberRange: [0, 2 ** 63] }),
  imageUuid: optionalText({ emptyString: false, resourceType: 'Image', checkAccount: true }),
  l3NetworkUuids: textList({ resourceType: 'L3Network', checkAccount: true }),
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
    'Makes a VM of an image, or with an empty disk, with data volumes, and with NICs on networks',
  params: CREATE_VM_PARAMS,
  returns: { inventory: vmInstanceInventory },
  flow: createVmFlow,
  quota: (world, { params: given }) =>
    given.strategy === 'JustCreate' ? {} : quotasOfNewVm(world, given),
  check(world, { params: given, systemTags, caller }) {
    const disks = diskAOsOf(given.diskAOs ?? []);
    // The real system does not look at whose the volumes and templates of disks are.
    checkOwner(world, 'Volume', volumesOf(disks), caller);
    checkReach(
      world,
      'Image',
      disks.flatMap(({ templateUuid }) => templateUuid ?? []),
      caller,
    );
    checkDiskVolumes(world, given, disks);
    checkNewVm(world, given, systemTags);
    checkVmImage(withBootDisk(given, disks), imageOfCall(world, given));
    checkDataVolumes(world, given, systemTags);
    checkDataDisks(disks);
  },
  context(world, call) {
    checkNewVmTags(call.systemTags, call.params.type ?? 'UserVm');
    checkStaticIps(world, call.systemTags);
    return { request: vmRequestOf(world, call) };
  },
  result: vmResult,
});

const imageOfCall = (world: World, { imageUuid }: ParamValues<typeof CREATE_VM_PARAMS>) =>
  imageUuid === null ? undefined : imageOf(world, imageUuid);

/**
 * What a new VM takes of the quotas of its account; data volumes of sizes are not counted, those of offerings are, as in
 * the real system.
 * @throws SYS.1007 where the size of its root volume is missing
 */
const quotasOfNewVm = (world: World, given: ParamValues<typeof CREATE_VM_PARAMS>): QuotaRequest => {
  const offering = instanceOfferingOfCall(world, given);
  return {
    'vm.cpuNum': given.cpuNum ?? offering?.cpuNum ?? null,
    'vm.memorySize': given.memorySize ?? offering?.memorySize ?? null,
    'volume.data.num': given.dataDiskOfferingUuids?.length ?? 0,
    'volume.capacity'() {
      const ofData = sum((given.dataDiskOfferingUuids ?? []).map((uuid) => diskSize(world, uuid)));
      const image = imageOfCall(world, given);
      if (image?.mediaType === 'RootVolumeTemplate') return image.size + ofData;
      if (given.rootDiskOfferingUuid !== null) {
        return diskSize(world, given.rootDiskOfferingUuid) + ofData;
      }
      if (given.rootDiskSize !== null) return given.rootDiskSize + ofData;
      const when =
        image?.mediaType === 'ISO' ? 'image mediaType is ISO' : 'create vm without image';
      throw apiError('SYS.1007', `rootDiskOfferingUuid cannot be null when ${when}`);
    },
    'vm.totalNum': 1,
    'vm.num': 1,
  };
};

const sum = (sizes: readonly number[]) => sizes.reduce((all, size) => all + size, 0);

const diskSize = (world: World, uuid: string) => diskOfferingOf(world, uuid).diskSize;

const instanceOfferingOfCall = (
  world: World,
  {
    instanceOfferingUuid: uuid,
  }: Pick<ParamValues<typeof CREATE_VM_PARAMS>, 'instanceOfferingUuid'>,
) => (uuid === null ? undefined : instanceOfferingOf(world, uuid));

/** The call as the flow of new VMs takes it. */
export function vmRequestOf(
  world: World,
  {
    params: told,
    systemTags,
    userTags,
    tagUuids,
    caller,
  }: Pick<
    AsyncCall<typeof CREATE_VM_PARAMS>,
    'params' | 'systemTags' | 'userTags' | 'tagUuids' | 'caller'
  >,
) {
  const diskAOs = diskAOsOf(told.diskAOs ?? []);
  const given = withBootDisk(told, diskAOs);
  const offering = instanceOfferingOfCall(world, given);
  const { rootDiskOfferingUuid } = given;
  const dataDiskOfferingUuids = given.dataDiskOfferingUuids ?? [];
  return {
    name: given.name,
    description: given.description,
    imageUuid: given.imageUuid,
    // An offering takes precedence.
    cpuNum: offering?.cpuNum ?? given.cpuNum ?? 1,
    memorySize: offering?.memorySize ?? given.memorySize ?? 2 ** 30,
    reservedMemorySize: given.reservedMemorySize ?? offering?.reservedMemorySize ?? 0,
    instanceOfferingUuid: offering?.uuid ?? null,
    cpuSpeed: offering?.cpuSpeed ?? 0,
    allocatorStrategy: offering?.allocatorStrategy ?? null,
    rootDiskOfferingUuid,
    dataDiskOfferingUuids,
    l3NetworkUuids: given.l3NetworkUuids ?? [],
    vmNicParams: given.vmNicParams,
    defaultL3NetworkUuid: given.defaultL3NetworkUuid ?? given.l3NetworkUuids?.[0] ?? null,
    rootDiskSize:
      rootDiskOfferingUuid === null ? given.rootDiskSize : diskSize(world, rootDiskOfferingUuid),
    dataDiskSizes: [
      ...dataDiskOfferingUuids.map((uuid) => diskSize(world, uuid)),
      ...(given.dataDiskSizes ?? []),
    ],
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
    systemTags: [...systemTags, ...tagsOfStaticIps(world, systemTags)],
    userTags,
    tagUuids,
    rootVolumeSystemTags: given.rootVolumeSystemTags ?? [],
    dataVolumeSystemTags: given.dataVolumeSystemTags ?? [],
    dataVolumeSystemTagsOnIndex: given.dataVolumeSystemTagsOnIndex ?? {},
    diskAOs,
    sshKeyPairUuids: given.sshKeyPairUuids ?? [],
    ownerUuid: caller.accountUuid,
  };
}
