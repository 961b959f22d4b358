import { vmInstanceInventory } from '../../../contract/inventories/vm-instance-inventory.js';
import { apiError } from '../../../core/api-error.js';
import { isPlainObject } from '../../../core/plain-object.js';
import { RestError } from '../../../core/rest-error.js';
import { IMAGE_FORMATS, type ImageFormat, type Platform } from '../../../domain/image/image.js';
import type { OvfInfo } from '../../../domain/ova/ovf.js';
import { readOvf } from '../../../domain/ova/read-ovf.js';
import { checkedTags } from '../../../domain/tag/system-tag-formats.js';
import { tokenOf } from '../../../domain/tag/tag-format.js';
import { BOOT_MODE } from '../../../domain/tag/vm-tags.js';
import type { World } from '../../../domain/world.js';
import { createVmFromOvfFlow } from '../../../services/image-packages/create-vm-from-ovf.js';
import {
  sourcesOf,
  type OvfDisks,
  type SourcedDisk,
} from '../../../services/image-packages/ovf-disks.js';
import { resolveAddImage } from '../../../services/images/add/check.js';
import { bytesBehind } from '../../../services/images/add/sources.js';
import type { AddImageRequest } from '../../../services/images/add/request.js';
import { imageOf } from '../../../services/resources/lookup.js';
import { checkStaticIps } from '../../../services/networks/static-ip-tags.js';
import { checkNewVmTags } from '../../../services/tags/vm-tag-validators.js';
import {
  checkDataVolumes,
  checkNewVm,
  checkVmImage,
} from '../../../services/vm-instances/check-new-vm.js';
import { checkDataTemplate } from '../../../services/volumes/create-data-volume.js';
import { checkAccess, checkReach } from '../../authorize.js';
import { tagList } from '../../common-parameters.js';
import { type AsyncCall, type AsyncOperation, defineAsync } from '../../define-operation.js';
import { vmResult } from '../../inventory-of.js';
import { CREATE_PARAMS, flag, requiredText, type ParamValues } from '../../params.js';
import { readParams } from '../../read-params.js';
import { validateParams } from '../../validate-params.js';
import {
  CREATE_VM_PARAMS,
  createVmInstance,
  vmRequestOf,
} from '../vm-instances/create-vm-instance.js';

const params = {
  xmlBase64: requiredText({ description: 'the OVF descriptor as Base64' }),
  jsonImageInfos: requiredText({
    description:
      'a list in JSON, of each disk its ovfId (its id, or the name of its file), type (Download, Upload or ImageUuid), and url or uuid; what is not in it is uploaded',
  }),
  backupStorageUuid: requiredText({
    resourceType: 'BackupStorage',
    description: 'where the disks are added as images',
  }),
  jsonCreateVmParam: requiredText({
    description: 'parameters of CreateVmInstance, as the text of a JSON object',
  }),
  deleteImageAfterSuccess: flag(true, { description: 'of those that were added' }),
  deleteImageOnFail: flag(false, { description: 'of those that were added' }),
  ...CREATE_PARAMS,
};

type Call = AsyncCall<typeof params>;

/** A call as it was read, with the parameters of CreateVmInstance that it comes to. */
interface ReadCall {
  readonly disks: OvfDisks;
  readonly given: ParamValues<typeof CREATE_VM_PARAMS>;
  readonly systemTags: readonly string[];
  readonly userTags: readonly string[];
}

export const createVmInstanceFromOvf = defineAsync({
  name: 'CreateVmInstanceFromOvf',
  family: 'ovf',
  method: 'POST',
  paths: ['/v1/ovf/create-vm-instance'],
  bodyKey: 'params',
  auth: true,
  summary: 'Makes a VM of an OVF descriptor, and of disks that are downloaded, uploaded or there',
  params,
  returns: { inventory: vmInstanceInventory },
  flow: createVmFromOvfFlow,
  quota(world, call) {
    if (call.caller.isAdmin) return {};
    const { disks, given } = readCall(world, call);
    const { images } = world.repositories;
    const capacityOf = ({ disk, imageUuid }: SourcedDisk) =>
      images.find(imageUuid ?? '')?.size ?? disk.capacity;
    const sizes = [...disks.sourced.map(capacityOf), ...disks.empty];
    const downloaded = disks.sourced.map(({ disk, type, url }) =>
      type === 'Download' ? (bytesBehind(world, url ?? '', formatOf(disk.format)) ?? 0) : 0,
    );
    return {
      'vm.cpuNum': given.cpuNum,
      'vm.memorySize': given.memorySize,
      'volume.data.num': sizes.length - 1,
      'volume.capacity': sizes.reduce((all, size) => all + size, 0),
      'vm.totalNum': 1,
      'vm.num': 1,
      'image.size': downloaded.reduce((all, size) => all + size, 0),
      'image.num': disks.sourced.filter(({ type }) => type !== 'ImageUuid').length,
    };
  },
  check(world, call) {
    const { disks, given, systemTags } = readCall(world, call);
    if (given.strategy === 'JustCreate') {
      throw apiError('SYS.1007', 'a vm of an ovf cannot be created only: its disks come with it');
    }
    checkNewVm(world, given, systemTags);
    checkDataVolumes(world, given, systemTags);
    for (const [i, disk] of disks.sourced.entries()) {
      if (disk.imageUuid === null) addingOf(world, call, given, disk, i === 0);
      else checkImage(world, call, given, disk.imageUuid, i === 0);
    }
  },
  context(world, call) {
    const read = readCall(world, call);
    const { disks, given } = read;
    const tags = checkedTags(read.systemTags).systemTags;
    checkNewVmTags(tags, given.type ?? 'UserVm');
    checkStaticIps(world, tags);
    const { tagUuids, caller } = call;
    const vm = vmRequestOf(world, {
      params: given,
      systemTags: tags,
      userTags: read.userTags,
      tagUuids,
      caller,
    });
    return {
      request: {
        disks: disks.sourced.map((disk, i) => ({
          // Of data disks: the root volume is called after its VM.
          name: null,
          imageUuid: disk.imageUuid,
          image: disk.imageUuid === null ? addingOf(world, call, given, disk, i === 0) : null,
        })),
        backupStorageUuid: call.params.backupStorageUuid,
        deleteImageAfterSuccess: call.params.deleteImageAfterSuccess,
        deleteImageOnFail: call.params.deleteImageOnFail,
        vm: { ...vm, dataDiskSizes: [...vm.dataDiskSizes, ...disks.empty] },
      },
    };
  },
  result: vmResult,
});

/**
 * What a call means: its descriptor, its disks, and the parameters of its VM, which the descriptor completes.
 * @throws OVF.1001 to OVF.1004, SYS.1007 for parameters that are none
 */
function readCall(
  world: World,
  call: Pick<Call, 'params' | 'caller' | 'systemTags' | 'userTags'>,
): ReadCall {
  const { xmlBase64, jsonImageInfos, jsonCreateVmParam, resourceUuid } = call.params;
  const ovf = readOvf(xmlBase64);
  const disks = sourcesOf(ovf, jsonImageInfos);
  const told = toldOf(jsonCreateVmParam);
  const data = { ...completed(told, ovf), resourceUuid };
  const operation = createVmInstance as AsyncOperation;
  try {
    const raw = readParams(CREATE_VM_PARAMS, data);
    const given = validateParams(world, CREATE_VM_PARAMS, raw);
    checkAccess(world, operation, raw, call.caller);
    const tags = [...tagList('systemTags', told['systemTags']), ...call.systemTags];
    return {
      disks,
      given,
      systemTags: [...new Set([...tags, ...firmwareTags(ovf, tags)])],
      userTags: [...new Set([...tagList('userTags', told['userTags']), ...call.userTags])],
    };
  } catch (error) {
    throw error instanceof RestError ? unreadable() : error;
  }
}

const unreadable = () =>
  apiError('SYS.1007', 'failed to parse jsonCreateVmParam in APICreateVmInstanceFromOvfMsg');

function toldOf(json: string): Record<string, unknown> {
  let told: unknown;
  try {
    told = JSON.parse(json);
  } catch {
    told = undefined;
  }
  if (!isPlainObject(told)) throw unreadable();
  return told;
}

/** What a call does not say of its VM the descriptor says; its disks are always those of the descriptor. */
function completed(told: Record<string, unknown>, ovf: OvfInfo): Record<string, unknown> {
  const platform = told['platform'] ?? platformOf(ovf);
  const byOffering = (told['instanceOfferingUuid'] ?? null) !== null;
  return {
    ...told,
    name: told['name'] ?? ovf.vmName,
    ...(byOffering
      ? {}
      : {
          cpuNum: told['cpuNum'] ?? ovf.cpu.quantity,
          memorySize: told['memorySize'] ?? ovf.memory.quantity,
        }),
    platform,
    guestOsType: told['guestOsType'] ?? ovf.os?.description?.slice(0, 255) ?? platform,
    architecture: told['architecture'] ?? 'x86_64',
    virtio: told['virtio'] ?? ovf.volumes[0]?.driverType === 'SCSI',
    imageUuid: null,
    diskAOs: null,
  };
}

const platformOf = ({ os }: OvfInfo): Platform =>
  /windows/i.test(`${os?.osType ?? ''} ${os?.description ?? ''}`) ? 'Windows' : 'Linux';

/** A guest that boots by UEFI goes on doing so, unless the call says how it boots. */
const firmwareTags = ({ systemInfo }: OvfInfo, tags: readonly string[]): string[] =>
  systemInfo.firmwareType?.toLowerCase() === 'efi' &&
  !tags.some((tag) => tokenOf(BOOT_MODE, tag) !== undefined)
    ? ['bootMode::UEFI']
    : [];

/** The image that a disk is added as, checked as AddImage checks it. */
function addingOf(
  world: World,
  {
    params: { backupStorageUuid },
    caller,
    controlUrl,
  }: Pick<Call, 'params' | 'caller' | 'controlUrl'>,
  given: ReadCall['given'],
  { disk, url, type }: SourcedDisk,
  isRoot: boolean,
): AddImageRequest {
  const name = (disk.fileName ?? disk.diskId).slice(0, 255);
  // The key of an upload is known when its image is.
  const isUnnamed = type === 'Upload' && !url?.startsWith('upload://');
  const wanted = {
    name,
    description: null,
    url: isUnnamed ? 'upload://' : (url ?? ''),
    mediaType: isRoot ? ('RootVolumeTemplate' as const) : ('DataVolumeTemplate' as const),
    guestOsType: given.guestOsType,
    architecture: given.architecture,
    system: false,
    format: formatOf(disk.format),
    platform: given.platform,
    backupStorageUuids: [backupStorageUuid],
    type: null,
    virtio: given.virtio ?? false,
    resourceUuid: null,
  };
  const tags = { systemTags: [], userTags: [], tagUuids: [] };
  return resolveAddImage(world, wanted, { ...tags, ownerUuid: caller.accountUuid, controlUrl });
}

/** What it really is tells the file. */
const formatOf = (said: string | null): ImageFormat =>
  IMAGE_FORMATS.find((format) => format === said && format !== 'iso') ?? 'vmdk';

/** @throws OVF.1004 for none, SYS.1006 or SYS.1007 where it cannot be a disk of the VM */
function checkImage(
  world: World,
  { caller }: Pick<Call, 'caller'>,
  given: ReadCall['given'],
  uuid: string,
  isRoot: boolean,
): void {
  if (!world.repositories.images.find(uuid)) {
    throw apiError('OVF.1004', `there is no image[uuid:${uuid}]`);
  }
  checkReach(world, 'Image', [uuid], caller);
  const image = imageOf(world, uuid);
  if (!isRoot) checkDataTemplate(image);
  else if (image.mediaType === 'RootVolumeTemplate') checkVmImage(given, image);
  else throw apiError('OVF.1004', `image[uuid:${uuid}] is ${image.mediaType}, no root disk`);
}
