import { apiError } from '../../../core/api-error.js';
import type { CephPoolType } from '../../../domain/ceph/ceph.js';
import {
  primaryStorageStatusMachine,
  type PrimaryStorage,
} from '../../../domain/primary-storage/primary-storage.js';
import type { World } from '../../../domain/world.js';
import { newUuid } from '../../resources/lookup.js';
import { writeTags, type NewTags } from '../../tags/write-tags.js';
import { isReachedThroughHosts } from './connection.js';
import { fsidFor, usualPools, writeMons, writePools } from '../ceph.js';

const DEFAULT_CAPACITY = 4 * 2 ** 40;

/** What a call says of a new storage. Capacities in bytes; default: 4 TiB, all free. */
export interface NewPrimaryStorage extends NewTags {
  readonly type: PrimaryStorage['type'];
  readonly name: string;
  readonly url: string;
  readonly description: string | null;
  readonly zoneUuid: string;
  readonly resourceUuid: string | null;
  readonly ceph?: {
    readonly monUrls: readonly string[];
    /** Names of its pools; null: one of its own is made. */
    readonly pools: Readonly<Record<CephPoolType, string | null>>;
  };
  readonly capacity?: Pick<
    PrimaryStorage,
    'totalCapacity' | 'availableCapacity' | 'totalPhysicalCapacity' | 'availablePhysicalCapacity'
  >;
}

/** Adds a storage and connects it. Answers its uuid. */
export function addPrimaryStorage(world: World, wanted: NewPrimaryStorage, now: number): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  const pools = wanted.ceph ? poolNamesOf(uuid, wanted.ceph.pools) : undefined;
  const capacity = wanted.capacity ?? {
    totalCapacity: DEFAULT_CAPACITY,
    availableCapacity: DEFAULT_CAPACITY,
    totalPhysicalCapacity: DEFAULT_CAPACITY,
    availablePhysicalCapacity: DEFAULT_CAPACITY,
  };
  const used = capacity.totalCapacity - capacity.availableCapacity;
  const isNegative = Math.min(used, ...Object.values(capacity)) < 0;
  if (isNegative || used !== capacity.totalPhysicalCapacity - capacity.availablePhysicalCapacity) {
    throw apiError(
      'SYS.1007',
      'capacities contradict each other: none may be negative, and total minus available must be the same for both kinds',
    );
  }
  world.repositories.primaryStorages.insert(
    {
      uuid,
      zoneUuid: wanted.zoneUuid,
      name: wanted.name,
      url: wanted.url,
      description: wanted.description,
      type: wanted.type,
      state: 'Enabled',
      // A shared one is reached through the hosts of its clusters, and has none yet.
      status: primaryStorageStatusMachine.next(
        'Connecting',
        isReachedThroughHosts(wanted) ? 'disconnected' : 'connected',
      ),
      mountPath: mountPathOf(wanted, uuid),
      fsid: wanted.ceph ? fsidFor(world, wanted.ceph.monUrls) : null,
      rootVolumePool: pools?.Root ?? null,
      dataVolumePool: pools?.Data ?? null,
      imageCachePool: pools?.ImageCache ?? null,
      ...capacity,
      systemUsedCapacity: used,
      isReachable: true,
      createDate: now,
      lastOpDate: now,
    },
    [],
  );
  if (wanted.ceph && pools) {
    writeMons(world, 'primary', uuid, wanted.ceph.monUrls, now);
    writePools(world, uuid, usualPools(pools), now);
  }
  writeTags(world, 'PrimaryStorageVO', uuid, wanted, now);
  return uuid;
}

function mountPathOf({ type, url }: NewPrimaryStorage, uuid: string): string {
  if (type === 'NFS') return `/opt/zstack/nfsprimarystorage/prim-${uuid}`;
  return type === 'Ceph' ? 'Ceph' : url;
}

/** The names of a new storage's pools: the given ones, or the real system's. */
const poolNamesOf = (
  uuid: string,
  { Root, Data, ImageCache }: Readonly<Record<CephPoolType, string | null>>,
): Readonly<Record<CephPoolType, string>> => ({
  Root: Root ?? `pri-v-r-${uuid}`,
  Data: Data ?? `pri-v-d-${uuid}`,
  ImageCache: ImageCache ?? `pri-c-${uuid}`,
});
