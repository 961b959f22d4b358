import { apiError, refusalIn } from '../../core/api-error.js';
import type { Architecture, Image } from '../../domain/image/image.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { vmStateMachine, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { checkHostThere } from '../hosts/host-answers.js';
import { newUuid, vmOf } from '../resources/lookup.js';
import { giveKeys } from '../ssh-key-pairs/guests-keys.js';
import { detachFromVm } from '../volumes/attach-volume.js';
import { giveNic } from '../networks/nics.js';
import { followOwnGroupTags } from '../security-groups/nics-in-groups.js';
import { insertCdRoms } from './cd-roms.js';
import { volumesOf } from './disk-aos.js';
import {
  cacheImage,
  choosePlace,
  dataVolumeStorage,
  insertDataOfSnapshots,
  insertDataVolume,
  insertRootVolume,
  type VmPlace,
} from './new-vm-disks.js';
import { nicParamsOf } from './nic-params.js';
import { writeNewVmTags } from './new-vm-tags.js';
import { attachOtherDisks } from './other-disks.js';
import { removeVm } from './remove-vm.js';
import { giveRootVolumeBack } from './root-sources.js';
import { leastOf } from './vm-host.js';
import { clusterOfRequest, imageOfRequest, zoneOfRequest, type VmRequest } from './vm-request.js';

interface VmContext {
  readonly request: VmRequest;
  vmUuid?: string;
  /** Where it starts. Calls that an older version began do not know. */
  startsOn?: string | null;
}

type Run = StepRun<VmContext>;

/** Makes a VM with its disks and drives, and starts it; one that is only created gets them at its first start. */
export const createVmFlow: Flow<VmContext> = {
  name: 'create-vm-instance',
  firstStep: 'create-volumes',
  isPlain: true,
  steps: { 'create-volumes': create, 'start-vm': started },
  rollback({ world, context }) {
    const vm = context.vmUuid && world.repositories.vmInstances.find(context.vmUuid);
    if (vm) undo(world, vm, context.request);
  },
};

const INITIAL_STATES = {
  InstantStart: 'Starting',
  JustCreate: 'Created',
  CreateStopped: 'Stopped',
} as const;

/** One that gets other disks stands still until it has them. */
const initialStateOf = (request: VmRequest) =>
  request.strategy === 'InstantStart' && hasOtherDisks(request)
    ? 'Stopped'
    : INITIAL_STATES[request.strategy];

const hasOtherDisks = ({ diskAOs = [] }: VmRequest) => diskAOs.some(({ boot }) => !boot);

function create(run: Run): void {
  const { world, context, now } = run;
  const { request } = context;
  const image = imageOfRequest(world, request);
  const isLater = request.strategy === 'JustCreate';
  const place = isLater ? undefined : choosePlace(world, request, image);
  const vm = insertVm(world, request, image, place, now);
  context.vmUuid = vm.uuid;
  giveKeys(world, vm.uuid, request.sshKeyPairUuids ?? []);
  if (place) furnish(world, vm, request, image, place.storage, now);
  if (hasOtherDisks(request)) {
    attachOtherDisks(world, request, vm, now);
    if (request.strategy === 'InstantStart') {
      const state = vmStateMachine.next(vm.state, 'start');
      world.repositories.vmInstances.update(vm, { state, hostUuid: vm.lastHostUuid }, now);
    }
  }
  if (request.strategy !== 'InstantStart') run.succeed({ vmUuid: vm.uuid });
  else {
    context.startsOn = vmOf(world, vm.uuid).hostUuid;
    run.schedule('start-vm', null, momentOf(world, 'vm', [vm.uuid]));
  }
}

/** The volumes that were there before stay, detached; the real system deletes them with those that it made. */
function undo(world: World, vm: VmInstance, { diskAOs = [], root }: VmRequest): void {
  if (root?.kind === 'volume') giveRootVolumeBack(world, root.uuid, vm, world.clock.now());
  for (const uuid of volumesOf(diskAOs)) {
    const volume = world.repositories.volumes.find(uuid);
    if (volume?.vmInstanceUuid === vm.uuid) detachFromVm(world, volume, world.clock.now());
  }
  removeVm(world, vm, true);
}

/**
 * Gives a VM that was only created what it was made for, before it starts for the first time.
 * @throws SYS.1006 or SYS.1007 when there is no place for it
 */
export function firstStart(world: World, vm: VmInstance, now: number): void {
  const request = JSON.parse(vm.creation ?? '') as VmRequest;
  const gone = request.l3NetworkUuids?.find((uuid) => !world.repositories.l3Networks.find(uuid));
  if (gone !== undefined) {
    throw apiError(
      'SYS.1006',
      `Unable to find L3Network[uuid:${gone}] to start the current vm, it may have been deleted, Operation suggestion: delete this vm, recreate a new vm`,
    );
  }
  const image = imageOfRequest(world, request);
  const place = choosePlace(world, request, image);
  const placed = { ...placeOn(world, request, vm.architecture, place), creation: null };
  world.repositories.vmInstances.update(vm, placed, now);
  furnish(world, vmOf(world, vm.uuid), request, image, place.storage, now);
}

function furnish(
  world: World,
  vm: VmInstance,
  request: VmRequest,
  image: Image | undefined,
  storage: PrimaryStorage,
  now: number,
): void {
  if (image && image.mediaType !== 'ISO') cacheImage(world, image, storage, now);
  insertRootVolume(world, request, vm, image, storage, now);
  const ofData = dataVolumeStorage(world, request, storage);
  for (const [i, size] of request.dataDiskSizes.entries()) {
    insertDataVolume(world, request, vm, ofData, i, size, now);
  }
  insertDataOfSnapshots(world, request, vm, now);
  insertCdRoms(world, vm, request.systemTags, image, now);
  giveNics(world, vm, request, now);
}

/**
 * A NIC on each network of the call, in its order, as its description says.
 * @throws SYS.1006 with the reason as its cause
 */
function giveNics(world: World, vm: VmInstance, request: VmRequest, now: number): void {
  const described = nicParamsOf(request.vmNicParams ?? null);
  for (const l3NetworkUuid of request.l3NetworkUuids ?? []) {
    const told = described.find((nic) => nic.l3NetworkUuid === l3NetworkUuid);
    const { driverType = null, state = 'enable' } = told ?? {};
    failingAsWhole(() => giveNic(world, vm, { l3NetworkUuid, driverType, state }, now));
  }
  followOwnGroupTags(world, vm.uuid, now);
}

/** What fails on the way is the cause of the failure of the whole. */
function failingAsWhole(work: () => unknown): void {
  const error = refusalIn(work)?.errorCode;
  if (error) throw apiError('SYS.1006', error.details, error);
}

function started({ world, context, now, succeed }: Run): void {
  const { vmInstances } = world.repositories;
  const vm = vmOf(world, context.vmUuid ?? '');
  // Somebody may have destroyed it meanwhile.
  if (vmStateMachine.accepts(vm.state, 'started')) {
    failingAsWhole(() => checkHostThere(world, context.startsOn ?? null));
    const state = vmStateMachine.next(vm.state, 'started');
    // One that an older version began has no host before it runs.
    vmInstances.update(vm, { state, hostUuid: vm.hostUuid ?? vm.lastHostUuid }, now);
  }
  succeed({ vmUuid: vm.uuid });
}

/** Where a VM is whose root volume lies on this storage. */
function placeOn(
  world: World,
  request: VmRequest,
  architecture: Architecture,
  { storage, clusterUuids, hosts }: VmPlace,
): Pick<VmInstance, 'zoneUuid' | 'clusterUuid' | 'lastHostUuid'> {
  const host = leastOf(hosts?.filter((one) => one.architecture === architecture));
  const clusterUuid = clusterOfRequest(world, request);
  return {
    zoneUuid: storage.zoneUuid,
    clusterUuid: clusterUuid ?? host?.clusterUuid ?? clusterUuids[0] ?? null,
    lastHostUuid: request.hostUuid ?? host?.uuid ?? null,
  };
}

/** The real system writes the zone down when the VM starts; here it always has one. */
function placeOfLater(world: World, request: VmRequest) {
  const [first] = world.repositories.zones.list();
  return {
    zoneUuid: zoneOfRequest(world, request) ?? first?.uuid ?? '',
    clusterUuid: request.clusterUuid,
    lastHostUuid: null,
  };
}

function insertVm(
  world: World,
  request: VmRequest,
  image: Image | undefined,
  place: VmPlace | undefined,
  now: number,
): VmInstance {
  const { vmInstances, accounts } = world.repositories;
  const uuid = newUuid(world, request.resourceUuid);
  const architecture =
    request.architecture ??
    (image?.architecture as Architecture | null | undefined) ??
    (request.root ? (place?.hosts?.[0]?.architecture as Architecture | undefined) : undefined) ??
    'x86_64';
  const state = initialStateOf(request);
  const at = place ? placeOn(world, request, architecture, place) : placeOfLater(world, request);
  const vm: VmInstance = {
    uuid,
    name: request.name,
    description: request.description,
    ...at,
    imageUuid: image?.uuid ?? null,
    hostUuid: state === 'Starting' ? at.lastHostUuid : null,
    instanceOfferingUuid: request.instanceOfferingUuid ?? null,
    defaultL3NetworkUuid: request.defaultL3NetworkUuid ?? null,
    platform: request.platform ?? image?.platform ?? 'Linux',
    architecture,
    guestOsType: request.guestOsType ?? image?.guestOsType ?? 'Linux',
    virtio: request.virtio ?? image?.virtio ?? false,
    type: 'UserVm',
    hypervisorType: 'KVM',
    memorySize: request.memorySize,
    reservedMemorySize: request.reservedMemorySize ?? 0,
    cpuNum: request.cpuNum,
    cpuSpeed: request.cpuSpeed ?? 0,
    allocatorStrategy: request.allocatorStrategy ?? null,
    state,
    creation: place ? null : JSON.stringify(request),
    createDate: now,
    lastOpDate: now,
  };
  vmInstances.insert(vm);
  accounts.own(request.ownerUuid, uuid, 'VmInstanceVO');
  writeNewVmTags(world, vm, request, image, now);
  return vm;
}
