import { PLATFORMS } from '../../../domain/image/image.js';
import type { World } from '../../../domain/world.js';
import type { QuotaRequest } from '../../../services/accounts/quotas.js';
import { checkStaticIps, tagsOfStaticIps } from '../../../services/networks/static-ip-tags.js';
import { instanceOfferingOf } from '../../../services/resources/lookup.js';
import { checkNewVmTags } from '../../../services/tags/vm-tag-validators.js';
import { checkNewVm } from '../../../services/vm-instances/check-new-vm.js';
import { checkPlaceOfRoot, fromSource } from '../../../services/vm-instances/root-sources.js';
import type {
  DataSnapshot,
  RootSource,
  VmRequest,
} from '../../../services/vm-instances/vm-request.js';
import type { AsyncCall } from '../../define-operation.js';
import {
  optionalChoice,
  optionalText,
  requiredText,
  textList,
  wholeNumber,
  type Params,
  type ParamValues,
} from '../../params.js';

/*
 * What the calls have in common that make a VM of a volume or of a snapshot: parameters in the order of the real
 * system's classes, before and after what names the source.
 */

export const BEFORE_SOURCE = {
  name: requiredText({ maxLength: 255 }),
  description: optionalText({ maxLength: 2048 }),
  instanceOfferingUuid: optionalText({ resourceType: 'InstanceOffering', checkAccount: true }),
  cpuNum: wholeNumber('Integer', { description: 'needed without an offering' }),
  memorySize: wholeNumber('Long', { description: 'bytes; needed without an offering' }),
  reservedMemorySize: wholeNumber('Long', { numberRange: [0, 2 ** 63] }),
  l3NetworkUuids: textList({ resourceType: 'L3Network', checkAccount: true }),
  vmNicParams: optionalText(),
  type: optionalChoice(['UserVm', 'ApplianceVm']),
};

export const AFTER_SOURCE = {
  platform: optionalChoice(PLATFORMS),
  zoneUuid: optionalText({ resourceType: 'Zone' }),
  clusterUuid: optionalText({ resourceType: 'Cluster' }),
  hostUuid: optionalText({ resourceType: 'Host' }),
  primaryStorageUuid: optionalText({ resourceType: 'PrimaryStorage' }),
  defaultL3NetworkUuid: optionalText(),
  strategy: optionalChoice(['InstantStart', 'CreateStopped']),
};

const COMMON = { ...BEFORE_SOURCE, ...AFTER_SOURCE };
type Common = ParamValues<typeof COMMON> & { readonly resourceUuid: string | null };

/**
 * What the real system checks of every new VM, and where its root volume lets it be.
 * @throws SYS.1006 or SYS.1007
 */
export function checkVmOfSource(world: World, given: Common, systemTags: readonly string[]): void {
  const none = {
    imageUuid: null,
    rootDiskOfferingUuid: null,
    rootDiskSize: null,
    dataDiskOfferingUuids: null,
    dataDiskSizes: null,
    guestOsType: null,
    architecture: null,
  };
  const primaryStorageUuidForRootVolume = given.primaryStorageUuid;
  checkNewVm(world, { ...given, ...none, primaryStorageUuidForRootVolume }, systemTags);
}

/** A new VM takes of the quotas of its account what one of an image does; of the disks only those that are new. */
export const quotaOfSource = (world: World, given: Common, bytes: number): QuotaRequest => ({
  'vm.cpuNum': given.cpuNum ?? offeringOf(world, given)?.cpuNum ?? null,
  'vm.memorySize': given.memorySize ?? offeringOf(world, given)?.memorySize ?? null,
  'volume.capacity': bytes,
  'vm.totalNum': 1,
  'vm.num': 1,
});

const offeringOf = (world: World, { instanceOfferingUuid: uuid }: Common) =>
  uuid === null ? undefined : instanceOfferingOf(world, uuid);

/** The call as the flow of new VMs takes it. @throws SYS.1006 or SYS.1007 */
export function requestOfSource(
  world: World,
  call: Pick<AsyncCall<Params>, 'systemTags' | 'userTags' | 'tagUuids' | 'caller'>,
  given: Common,
  root: RootSource,
  rootVolumeSystemTags: readonly string[] = [],
  dataSnapshots: readonly DataSnapshot[] = [],
): VmRequest {
  const { systemTags, userTags, tagUuids, caller } = call;
  checkNewVmTags(systemTags, given.type ?? 'UserVm');
  checkStaticIps(world, systemTags);
  checkPlaceOfRoot(world, root, given);
  const source = fromSource(world, root);
  const offering = offeringOf(world, given);
  const isThere =
    given.primaryStorageUuid === null || given.primaryStorageUuid === source.primaryStorageUuid;
  return {
    name: given.name,
    description: given.description,
    imageUuid: null,
    cpuNum: offering?.cpuNum ?? given.cpuNum ?? 1,
    memorySize: offering?.memorySize ?? given.memorySize ?? 2 ** 30,
    reservedMemorySize: given.reservedMemorySize ?? offering?.reservedMemorySize ?? 0,
    instanceOfferingUuid: offering?.uuid ?? null,
    cpuSpeed: offering?.cpuSpeed ?? 0,
    allocatorStrategy: offering?.allocatorStrategy ?? null,
    l3NetworkUuids: given.l3NetworkUuids ?? [],
    vmNicParams: given.vmNicParams,
    defaultL3NetworkUuid: given.defaultL3NetworkUuid ?? given.l3NetworkUuids?.[0] ?? null,
    rootDiskSize: source.rootDiskSize,
    dataDiskSizes: [],
    zoneUuid: given.zoneUuid,
    clusterUuid: given.clusterUuid,
    hostUuid: given.hostUuid ?? (isThere ? source.hostUuid : null),
    primaryStorageUuid: given.primaryStorageUuid ?? source.primaryStorageUuid,
    strategy: given.strategy ?? 'InstantStart',
    platform: given.platform ?? source.platform,
    guestOsType: source.guestOsType,
    architecture: source.architecture,
    virtio: source.virtio,
    resourceUuid: given.resourceUuid,
    systemTags: [...systemTags, ...tagsOfStaticIps(world, systemTags)],
    userTags,
    tagUuids,
    rootVolumeSystemTags,
    dataVolumeSystemTags: [],
    root,
    dataSnapshots,
    ownerUuid: caller.accountUuid,
  };
}
