import { apiError } from '../../core/api-error.js';
import type { VmInstance } from '../../domain/vm-instance/vm-instance.js';
import type { Volume } from '../../domain/volume/volume.js';
import type { World } from '../../domain/world.js';
import { EVERYTHING } from '../../query/query.js';
import type { Caller } from '../accounts/sessions.js';
import { rootStorageOf } from '../vm-instances/iso.js';

const MOST = 10_000;

/** @throws SYS.1006 for a VM that is neither Running nor Stopped */
export function checkTakesVolumes({ uuid, state }: VmInstance): void {
  if (state === 'Running' || state === 'Stopped') return;
  throw apiError(
    'SYS.1006',
    `vm[uuid:${uuid}] can only attach volume when state is Running or Stopped, current state is ${state}`,
  );
}

/**
 * The data volumes that the caller may use and that can be attached to a VM: those on storages of its cluster, and
 * those that lie nowhere yet. A volume on local storage stays on its host.
 */
export function volumesForVm(world: World, vm: VmInstance, caller: Caller): Volume[] {
  // A guest of unknown kind gets no new disk while it is on.
  if (vm.state !== 'Stopped' && vm.platform === 'Other') return [];
  const storages = storagesFor(world, vm);
  const hostUuid = hostOfDisks(world, vm);
  return freeVolumes(world, caller).filter((volume) => {
    if (volume.status === 'NotInstantiated') return true;
    if (volume.format === 'iso' || !storages.includes(volume.primaryStorageUuid ?? ''))
      return false;
    const at = world.repositories.primaryStorages.hostOfLocalVolume(volume.uuid);
    return at === undefined || hostUuid === null || at === hostUuid;
  });
}

/** The storages of its cluster; without one, those that all clusters around its root volume have. */
function storagesFor(world: World, vm: VmInstance): string[] {
  const { clusters, primaryStorages } = world.repositories;
  if (vm.clusterUuid !== null) {
    return primaryStorages.listByCluster(vm.clusterUuid).map(({ uuid }) => uuid);
  }
  const root = rootStorageOf(world, vm.uuid);
  const around = (root ? primaryStorages.clusterUuids(root.uuid) : []).filter(
    (uuid) => clusters.find(uuid)?.state === 'Enabled',
  );
  return primaryStorages
    .list()
    .filter(
      ({ uuid, state, status }) =>
        state === 'Enabled' &&
        status === 'Connected' &&
        around.length > 0 &&
        around.every((cluster) => primaryStorages.clusterUuids(uuid).includes(cluster)),
    )
    .map(({ uuid }) => uuid);
}

/** The host that holds its local disks, or that it runs on. */
function hostOfDisks({ repositories }: World, vm: VmInstance): string | null {
  const [local] = repositories.volumes
    .listByVm(vm.uuid)
    .flatMap(({ uuid }) => repositories.primaryStorages.hostOfLocalVolume(uuid) ?? []);
  return local ?? vm.hostUuid;
}

function freeVolumes(world: World, caller: Caller): readonly Volume[] {
  const is = (field: string, value: string) =>
    ({ kind: 'comparison', path: [field], operator: 'equal', values: [value] }) as const;
  const statuses = {
    kind: 'comparison',
    path: ['status'],
    operator: 'in',
    values: ['Ready', 'NotInstantiated'],
  } as const;
  const free = {
    kind: 'comparison',
    path: ['vmInstanceUuid'],
    operator: 'isNull',
    values: [],
  } as const;
  return world.queries.volumes.query(
    {
      ...EVERYTHING,
      where: {
        kind: 'and',
        conditions: [is('type', 'Data'), is('state', 'Enabled'), statuses, free],
      },
      limit: MOST,
    },
    caller.isAdmin ? undefined : caller.accountUuid,
  ).rows;
}
