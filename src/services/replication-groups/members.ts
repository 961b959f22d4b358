import { apiError } from '../../core/api-error.js';
import type {
  ReplicationGroup,
  ReplicationGroupRef,
} from '../../domain/replication-group/replication-group.js';
import type { World } from '../../domain/world.js';
import { backupStorageOf } from '../resources/lookup.js';

/**
 * What storages must be to be in a group, in the real system's order and words: it names all where one is in a group.
 * @throws SYS.1007
 */
export function checkMembers(
  world: World,
  { uuid }: ReplicationGroup,
  backupStorageUuids: readonly string[],
): void {
  const { replicationGroups, backupStorages } = world.repositories;
  const found = backupStorageUuids.find((storage) => replicationGroups.findByStorage(storage));
  if (found !== undefined) {
    throw apiError(
      'SYS.1007',
      `One or more backup storage[uuids:${backupStorageUuids.join(',')}] has been added to replication group[uuid:${uuid}]`,
    );
  }
  for (const storage of backupStorageUuids) {
    if (backupStorageOf(world, storage).type !== 'ImageStoreBackupStorage') {
      throw apiError('SYS.1007', `Backup storage[uuids:${storage}] is not of type ImageStore`);
    }
    if (backupStorages.zoneUuids(storage).length === 0) {
      throw apiError('SYS.1007', `Backup storage[uuids:${storage}] is not attached to any Zone`);
    }
  }
}

/** Puts storages into a group: from then on they get what the others get. Answers how they are in it. */
export function addMembers(
  { repositories }: World,
  { uuid }: ReplicationGroup,
  backupStorageUuids: readonly string[],
  now: number,
): ReplicationGroupRef[] {
  return [...new Set(backupStorageUuids)].map((backupStorageUuid) => {
    const dates = { createDate: now, lastOpDate: now };
    const ref = { replicationGroupUuid: uuid, backupStorageUuid, ...dates };
    repositories.replicationGroups.insertRef(ref);
    return ref;
  });
}

/** Removes a group; its storages, and what has been copied, stay. */
export function removeGroup({ repositories }: World, { uuid }: ReplicationGroup): void {
  repositories.tags.removeAll(uuid);
  repositories.replicationGroups.remove(uuid);
}
