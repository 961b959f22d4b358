import { apiError } from '../../core/api-error.js';
import type { Host, HostWithUse } from '../../domain/host/host.js';
import { vmStateMachine, type VmInstance } from '../../domain/vm-instance/vm-instance.js';
import { PAUSED_AFTER_MIGRATION } from '../../domain/tag/vm-tags.js';
import type { World } from '../../domain/world.js';
import type { Flow } from '../../jobs/flow.js';
import { momentOf } from '../../jobs/work-time.js';
import { freeOf, roomFor } from '../hosts/host-capacity.js';
import { checkHostThere } from '../hosts/host-answers.js';
import { hostOf, vmOf } from '../resources/lookup.js';
import { hostsIn } from '../storages/primary/hosts.js';
import { onItsNetworks } from './clusters-on-networks.js';
import { rootStorageOf } from './iso.js';
import { stopWithoutHost } from './stop-at-once.js';
import { leastOf } from './vm-host.js';
import { checkVmState } from './vm-states.js';

const refused = (details: string) => apiError('SYS.1006', details);

/**
 * What of a VM's disks must hold for it to go to another host while it runs.
 * @throws VM.1008 where its state does not allow it, SYS.1006 for local disks that cannot go along
 */
export function checkMigration(world: World, vm: VmInstance): void {
  checkVmState(vm, 'APIMigrateVmMsg', 'VM.1008');
  const { uuid, platform } = vm;
  if (rootStorageOf(world, uuid)?.type !== 'LocalStorage') return;
  const { volumes, vmInstances } = world.repositories;
  if (volumes.listByVm(uuid).length > 1) {
    throw refused(
      `unable to live migrate vm[uuid:${uuid}] with data volumes on local storage. Need detach all data volumes first.`,
    );
  }
  if (platform !== 'Linux') {
    throw refused(
      `unable to live migrate vm[uuid:${uuid}] with local storage. Only linux guest is supported. Current platform is [${platform}]`,
    );
  }
  if (vmInstances.listCdRoms(uuid).some(({ isoUuid }) => isoUuid !== null)) {
    throw refused(
      `unable to live migrate vm[uuid:${uuid}] with ISO on local storage. Need detach all ISO first.`,
    );
  }
}

/**
 * The host that a VM goes to: the named one, or that with fewest VMs.
 * @throws SYS.1006 in the words of the filter that leaves none
 */
export function hostToMigrateTo(world: World, vm: VmInstance, hostUuid: string | null): Host {
  const able = hostsToMigrateTo(world, vm, hostUuid).filter(roomFor(world, vm));
  const found = leastOf(able);
  if (found) return found;
  throw noRoom(world, vm, hostUuid);
}

/**
 * The hosts that have what the VM's disks need, whatever room they have: nobody looks at that before it goes.
 * @throws SYS.1006 in the words of the filter that leaves none
 */
export function hostsToMigrateTo(
  world: World,
  vm: VmInstance,
  hostUuid: string | null,
): HostWithUse[] {
  const { hosts } = world.repositories;
  const hypervisorType =
    (hostUuid === null ? undefined : hosts.find(hostUuid)?.hypervisorType) ?? vm.hypervisorType;
  const usable = onItsNetworks(world, vm, hostsIn(world, { zoneUuid: vm.zoneUuid })).filter(
    (host) =>
      (hostUuid === null || host.uuid === hostUuid) &&
      host.hypervisorType === hypervisorType &&
      host.state === 'Enabled' &&
      host.status === 'Connected',
  );
  if (usable.length === 0) {
    const named = hostUuid === null ? '' : `hostUuid=${hostUuid} `;
    throw refused(
      `No host with zoneUuid=${vm.zoneUuid} ${named}hypervisorType=${hypervisorType}  found`,
    );
  }
  const reached = withItsStorages(world, vm, usable);
  const others = reached.filter(({ uuid }) => uuid !== vm.hostUuid);
  if (others.length > 0) return hosts.withUse(others);
  throw refused(`after rule out avoided host[${vm.hostUuid}], there is no host left in candidates`);
}

/** Those in clusters that all storages of the VM's volumes are attached to, in use and connected. */
function withItsStorages({ repositories }: World, vm: VmInstance, hosts: readonly Host[]): Host[] {
  const { primaryStorages, volumes } = repositories;
  const needed = volumes.listByVm(vm.uuid).map(({ primaryStorageUuid }) => primaryStorageUuid);
  const attached = hosts.filter(({ clusterUuid }) => {
    const there = new Set(primaryStorages.listByCluster(clusterUuid).map(({ uuid }) => uuid));
    return needed.every((uuid) => uuid !== null && there.has(uuid));
  });
  if (attached.length === 0) {
    throw refused(
      `no host found in clusters which have attached to all primary storage [${needed.join(', ')}] where vm[uuid:${vm.uuid}]'s volumes locate`,
    );
  }
  const isUsed = needed.every((uuid) => {
    const storage = uuid === null ? undefined : primaryStorages.find(uuid);
    return storage?.status === 'Connected' && ['Enabled', 'Disabled'].includes(storage.state);
  });
  if (isUsed) return attached;
  throw refused(
    'cannot find available primary storage[state: Enabled or Disabled, status: Connected]. Check the state/status of primary storage and make sure they have been attached to clusters',
  );
}

/** What the last step of the allocator says of the first host that it tried. */
function noRoom(world: World, vm: VmInstance, hostUuid: string | null) {
  const [first] = hostsToMigrateTo(world, vm, hostUuid);
  const uuid = first?.uuid ?? hostUuid;
  const what =
    first && freeOf(first).cpus < vm.cpuNum
      ? `no enough CPU[${vm.cpuNum}] on the host[uuid:${uuid}]`
      : `no enough memory[${vm.memorySize}] on the host[uuid:${uuid}]`;
  return refused(`[Host Allocation]: ${what} on host[uuid:${uuid}]. try next one. ${what}`);
}

/** A disk on local storage goes along between hosts of kind KVM alone. @throws SYS.1006 */
function checkLocalDisk(world: World, { uuid, hypervisorType }: VmInstance): void {
  if (hypervisorType === 'KVM' || rootStorageOf(world, uuid)?.type !== 'LocalStorage') return;
  throw refused(`local storage doesn't support live migration for hypervisor[${hypervisorType}]`);
}

/** Moves a VM to another host at once. */
export function moveTo(world: World, vm: VmInstance, host: Host, now: number): void {
  const state = vmStateMachine.next(vm.state, 'migrate');
  world.repositories.vmInstances.update(vm, { state }, now);
  arrive(world, { ...vm, state }, host, vm.state === 'Paused', now);
}

/** Its root volume goes along where that lies on local storage. */
function arrive(world: World, vm: VmInstance, host: Host, isPaused: boolean, now: number): void {
  const { vmInstances, volumes, primaryStorages } = world.repositories;
  for (const { uuid } of volumes.listByVm(vm.uuid)) {
    if (primaryStorages.hostOfLocalVolume(uuid) === undefined) continue;
    primaryStorages.placeLocalVolume(uuid, host.uuid);
  }
  const { uuid: hostUuid, clusterUuid, zoneUuid } = host;
  const state = vmStateMachine.next(vm.state, isPaused ? 'paused' : 'migrated');
  const place = { hostUuid, lastHostUuid: vm.hostUuid, clusterUuid, zoneUuid };
  vmInstances.update(vm, { state, ...place }, now);
  if (!isPaused) return;
  const tag = { tag: PAUSED_AFTER_MIGRATION, resourceUuid: vm.uuid, resourceType: 'VmInstanceVO' };
  const dates = { createDate: now, lastOpDate: now };
  world.repositories.tags.insertSystemTag({
    uuid: world.chance.uuid(),
    ...tag,
    inherent: false,
    ...dates,
  });
}

/**
 * What MigrateVm looks at before it begins.
 * @throws SYS.1007 for a VM that is there already, or that was paused by its last way
 */
export function checkMigrateCall(world: World, vm: VmInstance, hostUuid: string | null): void {
  if (vm.state === 'Running' && vm.hostUuid !== null && vm.hostUuid === hostUuid) {
    throw apiError('SYS.1007', `the vm[uuid:${vm.uuid}] is already on host[uuid:${hostUuid}]`);
  }
  if (vm.state !== 'Paused') return;
  if (!world.repositories.tags.hasSystemTag(vm.uuid, PAUSED_AFTER_MIGRATION)) return;
  throw apiError(
    'SYS.1007',
    `the vm[uuid:${vm.uuid}] is still paused after the last migration, please resume it before migrate.`,
  );
}

interface MigrationContext {
  readonly vmUuid: string;
  /** The host that the call names, then the one that was chosen. */
  hostUuid: string | null;
  /** What it was before it went. */
  origin?: 'Running' | 'Paused';
  /** Where it was. Calls that an older version began do not know. */
  cameFrom?: string | null;
}

/** A VM on its way to another host; it runs, or stands still, there as it did here. */
export const migrateVmFlow: Flow<MigrationContext> = {
  name: 'migrate-vm',
  firstStep: 'migrate',
  isPlain: true,
  steps: {
    migrate({ world, context, now, schedule }) {
      const vm = vmOf(world, context.vmUuid);
      checkMigration(world, vm);
      context.hostUuid = hostToMigrateTo(world, vm, context.hostUuid).uuid;
      checkLocalDisk(world, vm);
      context.origin = vm.state === 'Paused' ? 'Paused' : 'Running';
      context.cameFrom = vm.hostUuid;
      const state = vmStateMachine.next(vm.state, 'migrate');
      world.repositories.vmInstances.update(vm, { state }, now);
      schedule('arrive', null, momentOf(world, 'vm', [vm.uuid]));
    },
    arrive({ world, context, now, succeed }) {
      const vm = vmOf(world, context.vmUuid);
      // Somebody may have destroyed it on its way.
      if (vm.state === 'Migrating') {
        checkHostThere(world, context.hostUuid);
        const host = hostOf(world, context.hostUuid ?? '');
        arrive(world, vm, host, context.origin === 'Paused', now);
      }
      succeed({ vmUuid: vm.uuid });
    },
  },
  rollback({ world, context, now }) {
    const vm = world.repositories.vmInstances.find(context.vmUuid);
    if (vm?.state !== 'Migrating' || context.origin === undefined) return;
    if (stopWithoutHost(world, vm, context.cameFrom ?? null, now)) return;
    const event = context.origin === 'Paused' ? 'paused' : 'migrated';
    const state = vmStateMachine.next(vm.state, event);
    world.repositories.vmInstances.update(vm, { state }, now);
  },
};
