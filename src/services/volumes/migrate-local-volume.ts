import { apiError } from '../../core/api-error.js';
import type { Host } from '../../domain/host/host.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { vmStateMachine, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import { volumeStatusMachine, type Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import type { Flow, StepRun } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { checkHostStatus, checkHostThere } from '../hosts/host-answers.js';
import { hostOf, primaryStorageOf, vmOfVolume, volumeOf } from '../resources/lookup.js';
import { hostsOf } from '../storages/primary/local-storage.js';
import { sizeOnStorage, stateAfterMigration, unmarkMigration } from './volume-migration.js';

/** Which local volume, to the disks of which host; kept as the flow's context. */
export interface LocalVolumeMigration {
  readonly volumeUuid: string;
  readonly destHostUuid: string;
}

interface MigrationContext extends LocalVolumeMigration {
  /** Whether volume and VM have been marked as on their way. */
  isMarked?: boolean;
}

type Run = StepRun<MigrationContext>;

const argument = (details: string) => apiError('SYS.1007', details);
const operation = (details: string) => apiError('SYS.1006', details);

/**
 * What is looked at before a volume goes to the disks of another host of its local storage, in the real system's
 * order and words.
 * @throws SYS.1007, SYS.1006, SYS.1000
 */
export function checkLocalMigration(world: World, wanted: LocalVolumeMigration): void {
  const { volumeUuid, destHostUuid } = wanted;
  const volume = volumeOf(world, volumeUuid);
  const hostUuid = world.repositories.primaryStorages.hostOfLocalVolume(volumeUuid);
  if (hostUuid === undefined) {
    throw argument(`the volume[uuid:${volumeUuid}] is not on any local primary storage`);
  }
  if (hostUuid === destHostUuid) {
    throw argument(`the volume[uuid:${volumeUuid}] is already on the host[uuid:${destHostUuid}]`);
  }
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  if (storage.state === 'Disabled' || storage.state === 'Maintenance') {
    throw argument(
      `the primary storage[uuid:${storage.uuid}] is disabled or maintenance cold migrate is not allowed`,
    );
  }
  if (!hostsOf(world, storage.uuid).some(({ uuid }) => uuid === destHostUuid)) {
    throw argument(
      `the dest host[uuid:${destHostUuid}] doesn't belong to the local primary storage[uuid:${storage.uuid}] where the volume[uuid:${volumeUuid}] locates`,
    );
  }
  if (volume.status !== 'Ready') {
    throw argument(`the volume[uuid:${volumeUuid}] is not in status of Ready, cannot migrate it`);
  }
  if (volume.type === 'Root') checkRootAtRest(world, volume, hostOf(world, destHostUuid));
  else checkDetached(volume);
}

function checkDetached({ uuid, name, vmInstanceUuid }: Volume): void {
  if (vmInstanceUuid === null) return;
  throw argument(
    `the data volume[uuid:${uuid}, name: ${name}] is still attached to the VM[uuid:${vmInstanceUuid}]. Please detach it before migration`,
  );
}

/** A root volume goes while its VM is stopped, has nothing else, and would find its networks there. */
function checkRootAtRest(world: World, volume: Volume, dest: Host): void {
  const vm = vmOfVolume(world, volume);
  if (!vm) return;
  const { vmInstances, volumes } = world.repositories;
  const its = `the volume[uuid:${volume.uuid}] is the root volume of the vm[uuid:${vm.uuid}]. Currently the vm`;
  if (vm.state !== 'Stopped') {
    throw operation(`${its} is in state of ${vm.state}, please stop it before migration`);
  }
  const others = volumes.listByVm(vm.uuid).filter(({ type }) => type === 'Data').length;
  if (others > 0) {
    throw operation(
      `${its} still has ${others} data volumes attached, please detach them before migration`,
    );
  }
  if (vmInstances.listCdRoms(vm.uuid).some(({ isoUuid }) => isoUuid !== null)) {
    throw operation(`${its} still has ISO attached, please detach it before migration`);
  }
  if (vm.clusterUuid === null) {
    throw apiError(
      'SYS.1000',
      `The clusterUuid of vm[uuid:${vm.uuid}] cannot be null when migrate the root volume[uuid:${volume.uuid}, name: ${volume.name}]`,
    );
  }
  if (reachesItsNetworks(world, vm, dest)) return;
  throw operation(
    `The two clusters[uuid:${vm.clusterUuid},uuid:${dest.clusterUuid}] cannot access each other in l2 network  when migrate the vm[uuid:${vm.uuid}] to another cluster`,
  );
}

/** Whether the cluster of this host is on the layer 2 of each NIC of a VM. */
function reachesItsNetworks({ repositories }: World, vm: VmInstance, host: Host): boolean {
  if (vm.clusterUuid === host.clusterUuid) return true;
  const { vmNics, l2Networks, l3Networks } = repositories;
  const there = new Set(l2Networks.listByCluster(host.clusterUuid).map(({ uuid }) => uuid));
  return vmNics.listByVm(vm.uuid).every(({ l3NetworkUuid }) => {
    const l3 = l3NetworkUuid === null ? undefined : l3Networks.find(l3NetworkUuid);
    return l3 === undefined || there.has(l3.l2NetworkUuid);
  });
}

/**
 * The hosts to whose disks a local volume could go now; none for volumes of other storages.
 * @throws SYS.1000 for a root volume whose VM is in no cluster
 */
export function hostsForLocalVolume(world: World, volume: Volume): Host[] {
  const { primaryStorages } = world.repositories;
  const hostUuid = primaryStorages.hostOfLocalVolume(volume.uuid);
  const storage = primaryStorages.find(volume.primaryStorageUuid ?? '');
  if (hostUuid === undefined || !storage || !hasRoom(world, storage, volume)) return [];
  const connected = hostsOf(world, storage.uuid).filter(
    ({ uuid, status }) => uuid !== hostUuid && status === 'Connected',
  );
  const vm = volume.type === 'Root' ? vmOfVolume(world, volume) : undefined;
  if (!vm || connected.length === 0) return connected;
  if (vm.clusterUuid === null) {
    throw apiError('SYS.1000', 'The clusterUuid of vm cannot be null when migrate the vm');
  }
  return connected.filter((host) => reachesItsNetworks(world, vm, host));
}

/** Capacity is that of the whole storage: for a while the volume lies there twice. */
const hasRoom = (world: World, storage: PrimaryStorage, volume: Volume): boolean =>
  storage.availableCapacity >= sizeOnStorage(world, volume).virtual;

/** Brings a volume with its snapshots to the disks of another host. Nothing of it is left on those of the first. */
export const migrateLocalVolumeFlow: Flow<MigrationContext> = {
  name: 'migrate-local-volume',
  firstStep: 'mark',
  isPlain: true,
  steps: { mark: begin, 'copy-bits': finish },
  rollback({ world, context }) {
    if (context.isMarked) unmarkMigration(world, context.volumeUuid);
  },
};

function begin({ world, context, now, schedule }: Run): void {
  checkLocalMigration(world, context);
  const { volumes, vmInstances } = world.repositories;
  const volume = volumeOf(world, context.volumeUuid);
  const vm = volume.type === 'Root' ? vmOfVolume(world, volume) : undefined;
  checkBothEnds(world, context);
  checkRoom(world, volume, context.destHostUuid);
  volumes.update(volume, { status: volumeStatusMachine.next(volume.status, 'migrate') }, now);
  if (vm) vmInstances.update(vm, { state: vmStateMachine.next(vm.state, 'migrateVolume') }, now);
  context.isMarked = true;
  schedule('copy-bits', null, momentOf(world, 'snapshot', [volume.uuid]));
}

/** The agents of both hosts copy. @throws HOST.1011, SYS.1003 */
function checkBothEnds(world: World, { volumeUuid, destHostUuid }: LocalVolumeMigration): void {
  checkHostThere(world, destHostUuid);
  const from = world.repositories.primaryStorages.hostOfLocalVolume(volumeUuid);
  for (const uuid of [from, destHostUuid]) {
    if (uuid !== undefined) checkHostStatus(hostOf(world, uuid));
  }
}

function checkRoom(world: World, volume: Volume, destHostUuid: string): void {
  const storage = primaryStorageOf(world, volume.primaryStorageUuid);
  if (hasRoom(world, storage, volume)) return;
  const needed = sizeOnStorage(world, volume).virtual;
  throw operation(
    `host[uuid: ${destHostUuid}] of local primary storage[uuid: ${storage.uuid}] doesn't have enough capacity[current: ${storage.availableCapacity} bytes, needed: ${needed}]`,
  );
}

function finish({ world, context, now, succeed }: Run): void {
  const { volumeUuid, destHostUuid } = context;
  const { volumes, vmInstances, primaryStorages } = world.repositories;
  const volume = volumes.find(volumeUuid);
  if (volume?.status !== 'Migrating') {
    throw operation(
      `volume[uuid:${volumeUuid}] is not on the local storage anymore,it may have been deleted`,
    );
  }
  checkBothEnds(world, context);
  const { clusterUuid } = hostOf(world, destHostUuid);
  primaryStorages.placeLocalVolume(volumeUuid, destHostUuid);
  volumes.update(volume, { status: volumeStatusMachine.next(volume.status, 'bitsReady') }, now);
  const vm = volume.type === 'Root' ? vmOfVolume(world, volume) : undefined;
  // It starts where its disk lies now; where it ran last it did run.
  if (vm) vmInstances.update(vm, { state: stateAfterMigration(vm), clusterUuid }, now);
  succeed({ volumeUuid });
}
