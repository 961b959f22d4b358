import { apiError } from '../../core/api-error.js';
import { configFlag } from '../../domain/global-config.js';
import type { Image } from '../../domain/image/image.js';
import { USER_VM_OFFERING } from '../../domain/offering/offering.js';
import { fits, tokenOf } from '../../domain/tag/tag-format.js';
import { CUSTOM_MAC, DATA_VOLUME_STORAGE } from '../../domain/tag/vm-tags.js';
import type { World } from '../../domain/world.js';
import { instanceOfferingOf } from '../resources/lookup.js';
import { cdRomsTag, isosOfTag } from './cd-roms.js';
import { checkNicParams } from './nic-params.js';

/** What of CreateVmInstance is looked at before anything is made. Sizes are bytes. */
export interface NewVm {
  readonly name: string;
  readonly instanceOfferingUuid: string | null;
  readonly cpuNum: number | null;
  readonly memorySize: number | null;
  readonly reservedMemorySize: number | null;
  readonly imageUuid: string | null;
  readonly type: string | null;
  readonly l3NetworkUuids: readonly string[] | null;
  readonly defaultL3NetworkUuid: string | null;
  readonly vmNicParams: string | null;
  readonly rootDiskOfferingUuid: string | null;
  readonly rootDiskSize: number | null;
  readonly dataDiskOfferingUuids: readonly string[] | null;
  readonly dataDiskSizes: readonly number[] | null;
  readonly zoneUuid: string | null;
  readonly clusterUuid: string | null;
  readonly hostUuid: string | null;
  readonly primaryStorageUuidForRootVolume: string | null;
  readonly platform: string | null;
  readonly guestOsType: string | null;
  readonly architecture: string | null;
}

const refused = (details: string) => apiError('SYS.1006', details);
const wrong = (details: string) => apiError('SYS.1007', details);

/**
 * What the real system checks of every new VM (VmInstanceApiInterceptor, NewVmInstanceMessage2), in its order.
 * @throws SYS.1006 or SYS.1007
 */
export function checkNewVm(world: World, vm: NewVm, systemTags: readonly string[]): void {
  checkSettings(world, vm);
  checkUniqueName(world, vm.name);
  checkMacs(systemTags);
  checkNetworks(world, vm);
  checkPlace(world, vm);
  checkDefaultNetwork(vm);
  checkCdRoms(world, systemTags);
  const { l3NetworkUuids, zoneUuid, clusterUuid, hostUuid } = vm;
  if ((l3NetworkUuids ?? []).length === 0 && !zoneUuid && !clusterUuid && !hostUuid) {
    throw refused(
      'could not create vm, because at least one of field (l3NetworkUuids,zoneUuid,clusterUuid,hostUuid) should be set',
    );
  }
}

/** An offering is what counts where one is named. */
function checkSettings(
  world: World,
  { instanceOfferingUuid: uuid, cpuNum, memorySize, reservedMemorySize }: NewVm,
): void {
  if (uuid !== null) {
    const { state, type } = instanceOfferingOf(world, uuid);
    if (state === 'Disabled') {
      throw refused(`instance offering[uuid:${uuid}] is Disabled, can't create vm from it`);
    }
    if (type === USER_VM_OFFERING) return;
    throw refused(
      `instance offering[uuid:${uuid}, type:${type}] is not UserVm type, can't create vm from it`,
    );
  }
  if (cpuNum === null || memorySize === null) throw refused('Missing CPU/memory settings');
  if (cpuNum <= 0 || memorySize <= 0) throw refused('Unexpected CPU/memory settings');
  if (reservedMemorySize !== null && reservedMemorySize > memorySize) {
    throw refused(
      `reserved memory[${reservedMemorySize}] is greater than memory size[${memorySize}]`,
    );
  }
}

/**
 * Where `vm/uniqueVmName` says so, no two VMs have the same name. `except`: the VM that takes it.
 * @throws SYS.1006
 */
export function checkUniqueName({ repositories }: World, name: string, except?: string): void {
  const { globalConfig, vmInstances } = repositories;
  if (!configFlag(globalConfig, 'vmUniqueName')) return;
  if (!vmInstances.hasName(name, except ?? null)) return;
  throw refused(`could not create vm, a vm with the name [${name}] already exists`);
}

function checkMacs(systemTags: readonly string[]): void {
  const seen = new Set<string>();
  for (const tag of systemTags.filter((one) => fits(CUSTOM_MAC, one))) {
    const mac = (tag.split('::')[2] ?? '').toLowerCase();
    if (seen.has(mac)) throw refused(`Not allowed same mac [${mac}]`);
    seen.add(mac);
  }
}

function checkNetworks(
  { repositories }: World,
  { type, vmNicParams, l3NetworkUuids }: NewVm,
): void {
  const uuids = l3NetworkUuids ?? [];
  if (vmNicParams !== null && vmNicParams !== '' && uuids.length === 0) {
    throw wrong("l3NetworkUuids and vmNicInventories mustn't both be empty or both be set");
  }
  if (vmNicParams !== null && vmNicParams !== '') checkNicParams(vmNicParams, uuids);
  const twice = uuids.find((uuid, i) => uuids.indexOf(uuid) !== i);
  if (twice !== undefined) throw refused(`Can't add same uuid in the l3Network,uuid: ${twice}`);
  for (const uuid of uuids) {
    const network = repositories.l3Networks.find(uuid);
    if (network?.state === 'Disabled') {
      throw refused(`l3Network[uuid:${uuid}] is Disabled, can not create vm on it`);
    }
    if (network?.system && (type === null || type === 'UserVm')) {
      throw refused(`l3Network[uuid:${uuid}] is system network, can not create user vm on it`);
    }
  }
}

/** Only the narrowest of the named places is looked at. */
function checkPlace({ repositories }: World, { zoneUuid, clusterUuid, hostUuid }: NewVm): void {
  const { zones, clusters, hosts } = repositories;
  const isDisabled = (what: string, uuid: string) =>
    refused(`${what}[uuid:${uuid}] is specified but it's Disabled, can not create vm from it`);
  if (hostUuid !== null) {
    const host = hosts.find(hostUuid);
    if (host?.state === 'Disabled') throw isDisabled('host', hostUuid);
    if (host && host.status !== 'Connected') {
      throw refused(
        `host[uuid:${hostUuid}] is specified but it's connection status is ${host.status}, can not create vm from it`,
      );
    }
  } else if (clusterUuid !== null) {
    if (clusters.find(clusterUuid)?.state === 'Disabled') throw isDisabled('cluster', clusterUuid);
  } else if (zoneUuid !== null && zones.find(zoneUuid)?.state === 'Disabled') {
    throw isDisabled('zone', zoneUuid);
  }
}

function checkDefaultNetwork({ type, defaultL3NetworkUuid, l3NetworkUuids }: NewVm): void {
  if (type !== null && type !== 'UserVm') return;
  const uuids = l3NetworkUuids ?? [];
  if (defaultL3NetworkUuid === null) {
    if (uuids.length < 2) return;
    throw wrong(
      'there are more than one L3 network specified in l3NetworkUuids, but defaultL3NetworkUuid is null',
    );
  }
  // Without any network the real system stumbles over its own check (SYS.1000).
  if (!uuids.includes(defaultL3NetworkUuid)) {
    throw wrong(
      `defaultL3NetworkUuid[uuid:${defaultL3NetworkUuid}] is not in l3NetworkUuids[${uuids.join(', ')}]`,
    );
  }
}

function checkCdRoms({ repositories }: World, systemTags: readonly string[]): void {
  const isos = isosOfTag(cdRomsTag(systemTags) ?? []);
  for (const uuid of isos) {
    if (!repositories.images.find(uuid)) throw wrong(`The image[uuid=${uuid}] does not exist`);
  }
  if (new Set(isos).size !== isos.length) throw wrong('Do not allow to mount duplicate ISO');
}

/**
 * What the image of a new VM must be, or what a VM without one must bring.
 * @throws SYS.1006 or SYS.1007
 */
export function checkVmImage(vm: NewVm, image: Image | undefined): void {
  if (!image) {
    const missing = (['platform', 'guestOsType', 'architecture'] as const)
      .filter((field) => vm[field] === null)
      .map((field) => `[${field}] is required`);
    if (vm.rootDiskOfferingUuid === null && vm.rootDiskSize === null) {
      missing.push('rootDiskOfferingUuid or rootDiskSize cannot be all null');
    }
    if (missing.length > 0) throw wrong(`when imageUuid is null, ${missing.join('')}`);
    // The real system makes a volume of that size.
    if (vm.rootDiskOfferingUuid === null && (vm.rootDiskSize ?? 0) <= 0) {
      throw refused('Unexpected root disk settings');
    }
    return;
  }
  const { uuid, state, status, mediaType } = image;
  if (state === 'Disabled') {
    throw refused(`image[uuid:${uuid}] is Disabled, can't create vm from it`);
  }
  if (status !== 'Ready') {
    throw refused(`image[uuid:${uuid}] is not ready yet, can't create vm from it`);
  }
  if (mediaType !== 'RootVolumeTemplate' && mediaType !== 'ISO') {
    throw wrong(
      `image[uuid:${uuid}] is of mediaType: ${mediaType}, only RootVolumeTemplate and ISO can be used to create vm`,
    );
  }
  if (image.system && (vm.type === null || vm.type === 'UserVm')) {
    throw wrong(`image[uuid:${uuid}] is system image, can't be used to create user vm`);
  }
  for (const field of ['platform', 'guestOsType', 'architecture'] as const) {
    if (vm[field] !== null || image[field] !== null) continue;
    throw refused(`at least one of field ${field} in msg or image[uuid:${uuid}] should be set`);
  }
  if (mediaType !== 'ISO' || vm.rootDiskOfferingUuid !== null) return;
  if (vm.rootDiskSize === null)
    throw wrong('image mediaType is ISO but missing root disk settings');
  if (vm.rootDiskSize <= 0) throw refused('Unexpected root disk settings');
}

/**
 * What the data volumes of a new VM must be.
 * @throws SYS.1006
 */
export function checkDataVolumes(
  { repositories }: World,
  {
    dataDiskSizes,
    rootDiskOfferingUuid,
    dataDiskOfferingUuids,
    primaryStorageUuidForRootVolume: root,
  }: NewVm,
  systemTags: readonly string[],
): void {
  if ((dataDiskSizes ?? []).some((size) => size <= 0)) {
    throw refused('Unexpected data disk settings. dataDiskSizes need to be greater than 0');
  }
  const disabled = [
    ...new Set([
      ...(dataDiskOfferingUuids ?? []),
      ...(rootDiskOfferingUuid ? [rootDiskOfferingUuid] : []),
    ]),
  ].filter((uuid) => repositories.diskOfferings.find(uuid)?.state === 'Disabled');
  if (disabled.length > 0) {
    throw refused(
      `disk offerings[uuids:[${disabled.join(', ')}]] are Disabled, can not create vm from it`,
    );
  }
  const [ofData] = systemTags.flatMap((tag) => tokenOf(DATA_VOLUME_STORAGE, tag) ?? []);
  if (root === null || ofData === undefined) return;
  const { primaryStorages } = repositories;
  const reachable = primaryStorages.clusterUuids(ofData);
  if (primaryStorages.clusterUuids(root).some((uuid) => reachable.includes(uuid))) return;
  throw refused(
    `the primary storage[${root}] of the root volume and the primary storage[${ofData}] of the data volume are not in the same cluster`,
  );
}
