import { apiError } from '../../core/api-error.js';
import type { Host, HostWithUse } from '../../domain/host/host.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { World } from '../../domain/world.js';
import { withCapacity } from '../hosts/host-capacity.js';
import { hostsIn } from '../storages/primary/hosts.js';
import { hostsOf } from '../storages/primary/local-storage.js';
import { onItsNetworks } from './clusters-on-networks.js';
import { rootStorageOf } from './iso.js';

/** Where a VM is wanted, if the call says so. */
export interface WantedPlace {
  readonly hostUuid?: string | null;
  readonly clusterUuid?: string | null;
}

const refused = (details: string) => apiError('SYS.1006', details);

/**
 * The host that a VM starts on, chosen as the real system's allocator does it: of the named host or cluster, or its
 * own cluster; its last one before others. Undefined for a VM that no place is known of.
 * @throws SYS.1006 or HOST_ALLOCATION.1000 in the words of the filter that leaves none
 */
export function hostToStartOn(world: World, vm: VmInstance, wanted: WantedPlace): Host | undefined {
  if (hostsIn(world).length === 0) return undefined;
  const candidates = hostsToStartOn(world, vm, wanted);
  return candidates?.find(({ uuid }) => uuid === vm.lastHostUuid) ?? leastOf(candidates);
}

/** All that it could start on; the same. */
export function hostsToStartOn(
  world: World,
  vm: VmInstance,
  { hostUuid = null, clusterUuid = null }: WantedPlace,
): HostWithUse[] | undefined {
  const cluster = hostUuid === null ? (clusterUuid ?? vm.clusterUuid) : null;
  const place = hostUuid ?? cluster;
  const near =
    place === null ? hostsAtRoot(world, vm) : hostsIn(world, { clusterUuid: cluster, hostUuid });
  if (near === undefined) return undefined;
  const usable = onItsNetworks(world, vm, near).filter(
    ({ state, status }) => state === 'Enabled' && status === 'Connected',
  );
  if (usable.length === 0) throw refused(`No host with ${askedFor(world, cluster, hostUuid)}found`);
  const able = withCapacity(world, usable, vm);
  return onItsDisks(world, vm, withItsStorages(world, vm, able));
}

/** The hosts around the root volume of a VM that says nothing of its cluster. */
function hostsAtRoot(world: World, vm: VmInstance): Host[] | undefined {
  const storage = rootStorageOf(world, vm.uuid);
  const hosts = storage ? hostsOf(world, storage.uuid) : [];
  return hosts.length === 0 ? undefined : hosts;
}

/** What the allocator was asked for, in the words of its text. */
function askedFor({ repositories }: World, clusterUuid: string | null, hostUuid: string | null) {
  const of =
    hostUuid === null
      ? clusterUuid === null
        ? undefined
        : repositories.clusters.find(clusterUuid)
      : repositories.hosts.find(hostUuid);
  return [
    ...(clusterUuid === null ? [] : [`clusterUuid in [${clusterUuid}] `]),
    ...(hostUuid === null ? [] : [`hostUuid=${hostUuid} `]),
    ...(of ? [`hypervisorType=${of.hypervisorType} `] : []),
  ].join('');
}

/** Those in clusters that every storage of the VM's disks is attached to, all of them in use. */
function withItsStorages(
  { repositories }: World,
  vm: VmInstance,
  hosts: readonly HostWithUse[],
): HostWithUse[] {
  const { primaryStorages, volumes } = repositories;
  const needed = new Set(
    volumes.listByVm(vm.uuid).flatMap(({ primaryStorageUuid }) => primaryStorageUuid ?? []),
  );
  const clusters = [...needed].map((uuid) => {
    const storage = primaryStorages.find(uuid);
    const isUsed =
      storage?.status === 'Connected' && ['Enabled', 'Disabled'].includes(storage.state);
    return isUsed ? primaryStorages.clusterUuids(uuid) : [];
  });
  const found = hosts.filter(({ clusterUuid }) =>
    clusters.every((uuids) => uuids.includes(clusterUuid)),
  );
  if (found.length > 0) return found;
  throw refused(
    'cannot find available primary storage[state: Enabled or Disabled, status: Connected]. Check the state/status of primary storage and make sure they have been attached to clusters',
  );
}

/** The host that holds the VM's local disks alone, where it has such. */
function onItsDisks(
  { repositories }: World,
  vm: VmInstance,
  hosts: readonly HostWithUse[],
): HostWithUse[] {
  const [hostUuid] = repositories.volumes
    .listByVm(vm.uuid)
    .flatMap(({ uuid }) => repositories.primaryStorages.hostOfLocalVolume(uuid) ?? []);
  if (hostUuid === undefined) return [...hosts];
  const found = hosts.filter(({ uuid }) => uuid === hostUuid);
  if (found.length > 0) return found;
  throw apiError(
    'HOST_ALLOCATION.1000',
    `the vm[uuid: ${vm.uuid}] using local primary storage can only be started on the host[uuid: ${hostUuid}], but the host is either not having enough CPU/memory/GPU/VFNIC or in the state[Enabled] or status[Connected] to start the vm`,
  );
}

/** The one with fewest VMs on it; of several the one that was added first. The real system takes any. */
export const leastOf = (hosts: readonly HostWithUse[] | undefined): HostWithUse | undefined =>
  hosts?.toSorted((a, b) => a.used.guests - b.used.guests)[0];
