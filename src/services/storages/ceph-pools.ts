import { apiError } from '../../core/api-error.js';
import { isSameText } from '../../core/collation.js';
import type { CephPool, CephPoolType } from '../../domain/ceph/ceph.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import { tokenOf } from '../../domain/tag/tag-format.js';
import { CEPH_POOL, CEPH_ROOT_POOL } from '../../domain/tag/volume-tags.js';
import type { World } from '../../domain/world.js';
import { newUuid, primaryStorageOf } from '../resources/lookup.js';
import { checkIsCeph } from './ceph-mons.js';

/** What a call says of a new pool. */
export interface NewCephPool extends Pick<
  CephPool,
  'primaryStorageUuid' | 'poolName' | 'aliasName' | 'description' | 'type'
> {
  readonly resourceUuid: string | null;
  /** It is made in the cluster; else it is there already. */
  readonly isCreate: boolean;
}

/** What its name may have: what ASCII prints. */
const PRINTABLE = /^[\x20-\x7e]*$/;

/** @throws SYS.1007 for a name that is none, or that a pool of its kind has there, in whatever case */
export function checkNewPool({ repositories }: World, pool: NewCephPool): void {
  const { poolName, type, isCreate } = pool;
  if (!PRINTABLE.test(poolName)) {
    throw apiError(
      'SYS.1007',
      `operation failure, because the poolName[poolName:${poolName}] can not include unprintable ascii characters.`,
    );
  }
  const twin = repositories.cephPools
    .listByStorage(pool.primaryStorageUuid)
    .find((one) => isSameText(one.poolName, poolName) && one.type === type);
  if (!twin) return;
  throw apiError(
    'SYS.1007',
    isCreate
      ? `creation failure, duplicate poolName[${poolName}]. There has been a pool[uuid:${twin.uuid}] with the same name existing.`
      : `Ceph pool[uuid:${twin.uuid}] with this name is already added into ZStack and used elsewhere, cannot reuse the ceph pool.`,
  );
}

/**
 * Adds a pool to a storage; answers its uuid.
 * @throws SYS.1008 where the storage is not on Ceph, SYS.1006 where nobody can do it or the cluster has the name
 */
export function addPool(world: World, pool: NewCephPool, now: number): string {
  const storage = primaryStorageOf(world, pool.primaryStorageUuid);
  checkIsCeph(world, storage.uuid, 'APIAddCephPrimaryStoragePoolMsg');
  if (storage.status !== 'Connected') {
    throw apiError(
      'SYS.1006',
      `all ceph mons of primary storage[uuid:${storage.uuid}] are not in Connected state`,
    );
  }
  if (pool.isCreate && isInCluster(world, storage, pool.poolName)) {
    throw apiError(
      'SYS.1006',
      `operation error, because:have pool named[${pool.poolName}] in the ceph cluster, can't create new pool with same name`,
    );
  }
  const { resourceUuid, isCreate: _isCreate, ...kept } = pool;
  const uuid = newUuid(world, resourceUuid);
  world.repositories.cephPools.insert({ ...kept, uuid, createDate: now, lastOpDate: now });
  return uuid;
}

/** Whether some storage has a pool of this name there: others are not known. */
function isInCluster({ repositories }: World, { fsid }: PrimaryStorage, name: string): boolean {
  if (fsid === null) return false;
  const { cephPools, backupStorages } = repositories;
  return (
    cephPools.listByCluster(fsid).some(({ poolName }) => poolName === name) ||
    backupStorages.list().some((storage) => storage.fsid === fsid && storage.poolName === name)
  );
}

/**
 * The pool of a Ceph storage in which something new lies: the one that a tag of the volume names, else the usual one
 * of its kind. Null on other storages.
 * @throws SYS.1006 where the storage has no such pool (any more)
 */
export function poolFor(
  { repositories }: World,
  storage: PrimaryStorage,
  type: CephPoolType,
  systemTags: readonly string[],
): string | null {
  if (storage.type !== 'Ceph') return null;
  const format = TAGS[type];
  const [named] = systemTags.flatMap((tag) => (format && tokenOf(format, tag)) ?? []);
  const name = named ?? storage[USUAL[type]];
  const isThere = repositories.cephPools
    .listByStorage(storage.uuid)
    .some((pool) => pool.poolName === name && (named !== undefined || pool.type === type));
  if (isThere) return name;
  throw apiError('SYS.1006', `cannot find cephPrimaryStorage pool[poolName=${name}]`);
}

/** A tag names a pool of whatever kind; of caches none does. */
const TAGS: Readonly<Record<CephPoolType, string | undefined>> = {
  Root: CEPH_ROOT_POOL,
  Data: CEPH_POOL,
  ImageCache: undefined,
};

const USUAL = {
  Root: 'rootVolumePool',
  Data: 'dataVolumePool',
  ImageCache: 'imageCachePool',
} as const satisfies Record<CephPoolType, keyof PrimaryStorage>;
