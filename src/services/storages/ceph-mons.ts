import { ApiError, apiError, errorCode, type ErrorCode } from '../../core/api-error.js';
import type { BackupStorage } from '../../domain/backup-storage/backup-storage.js';
import type { CephMon } from '../../domain/ceph/ceph.js';
import { parseMonUrl } from '../../domain/ceph/mon-url.js';
import {
  primaryStorageStatusMachine,
  type PrimaryStorage,
} from '../../domain/primary-storage/primary-storage.js';
import type { World } from '../../domain/world.js';
import { backupStorageOf, primaryStorageOf } from '../resources/lookup.js';
import { setReachable } from './backup/connect.js';
import { hostnamesOf, monsOf, type Kind } from './ceph.js';
import { connect } from './primary/connection.js';

type Storage = Pick<PrimaryStorage | BackupStorage, 'uuid' | 'fsid' | 'isReachable'>;

const storageOf = (world: World, kind: Kind, uuid: string): Storage =>
  kind === 'primary' ? primaryStorageOf(world, uuid) : backupStorageOf(world, uuid);

/** @throws SYS.1007 for monitors that are none, or that a storage of this kind has already */
export function checkNewMons(world: World, kind: Kind, urls: readonly string[]): void {
  if (monsOf(world, kind).listOnHosts(hostnamesOf(urls)).length === 0) return;
  throw apiError('SYS.1007', 'Adding the same Mon node is not allowed');
}

/**
 * Adds monitors to a storage: all of them or none. A storage that had none is reached again.
 * @throws SYS.1006 where they do not answer, or belong to another cluster
 */
export function addMons(
  world: World,
  kind: Kind,
  uuid: string,
  urls: readonly string[],
  now: number,
): void {
  const storage = storageOf(world, kind, uuid);
  const mons = monsOf(world, kind);
  const hadNone = mons.listByStorage(uuid).length === 0;
  checkThatTheyAnswer(storage, urls, hadNone);
  checkCluster(world, kind, storage, urls);
  for (const url of urls) {
    const { username, ...mon } = parseMonUrl(url);
    const dates = { createDate: now, lastOpDate: now };
    mons.insert({
      uuid: world.chance.uuid(),
      storageUuid: uuid,
      sshUsername: username,
      ...mon,
      ...dates,
    });
  }
  if (hadNone) find(world, kind, uuid, now);
}

/** Monitors fall silent, and answer, together with their storage. */
function checkThatTheyAnswer(
  { isReachable }: Storage,
  urls: readonly string[],
  hadNone: boolean,
): void {
  if (isReachable || hadNone) return;
  const causes = urls.map((url) =>
    errorCode('SYS.1006', `the mon[ip:${parseMonUrl(url).hostname}] does not answer`),
  );
  throw failed('unable to connect mons', causes);
}

/** A monitor that a storage of another cluster has belongs to that; all others are of whatever cluster they are added to. */
function checkCluster(
  { repositories }: World,
  kind: Kind,
  { fsid }: Storage,
  urls: readonly string[],
): void {
  const { cephPrimaryStorageMons, cephBackupStorageMons, primaryStorages, backupStorages } =
    repositories;
  const causes = urls.flatMap((url) => {
    const { hostname } = parseMonUrl(url);
    const its = [
      ...cephPrimaryStorageMons
        .listOnHosts([hostname])
        .map(({ storageUuid }) => primaryStorages.find(storageUuid)?.fsid),
      ...cephBackupStorageMons
        .listOnHosts([hostname])
        .map(({ storageUuid }) => backupStorages.find(storageUuid)?.fsid),
    ].find((one) => one !== fsid);
    if (its === undefined) return [];
    return [
      errorCode(
        'SYS.1006',
        `the mon[ip:${hostname}] returns a fsid[${its}] different from the current fsid[${fsid}] of the cep cluster,are you adding a mon not belonging to current cluster mistakenly?`,
      ),
    ];
  });
  if (causes.length > 0) throw failed(`unable to add mon to ceph ${kind} storage`, causes);
}

const failed = (details: string, causes: readonly ErrorCode[]): ApiError =>
  new ApiError({ ...errorCode('SYS.1006', details), causes });

/**
 * Removes the monitors on these hosts: of a backup storage its own, where a primary storage is named those of any, as
 * in the real system. A storage without monitors is not reached any more.
 */
export function removeMons(
  world: World,
  kind: Kind,
  uuid: string,
  hostnames: readonly string[],
  now: number,
): void {
  const mons = monsOf(world, kind);
  const found = mons
    .listOnHosts(hostnames)
    .filter(({ storageUuid }) => kind === 'primary' || storageUuid === uuid);
  for (const mon of found) mons.remove(mon.uuid);
  for (const storageUuid of new Set(found.map((mon) => mon.storageUuid))) {
    if (mons.listByStorage(storageUuid).length === 0) lose(world, kind, storageUuid, now);
  }
}

/** @throws SYS.1008 where a primary storage of another type is named */
export function checkIsCeph(world: World, uuid: string, message: string): void {
  if (primaryStorageOf(world, uuid).type === 'Ceph') return;
  throw apiError(
    'SYS.1008',
    `No service deals with message: org.zstack.storage.ceph.primary.${message}`,
  );
}

/** What a call says of a monitor; null: as it is. */
export type MonChange = {
  readonly [K in 'hostname' | 'monPort' | 'sshUsername' | 'sshPort']: CephMon[K] | null;
};

/** Changes a monitor; answers its storage. */
export function updateMon(
  world: World,
  kind: Kind,
  uuid: string,
  change: MonChange,
  now: number,
): string {
  const mons = monsOf(world, kind);
  const mon = mons.find(uuid);
  if (!mon) throw apiError('SYS.1000', `cannot find the mon[uuid:${uuid}]`);
  mons.update(
    mon,
    {
      hostname: change.hostname ?? mon.hostname,
      monPort: change.monPort ?? mon.monPort,
      sshUsername: change.sshUsername ?? mon.sshUsername,
      sshPort: change.sshPort ?? mon.sshPort,
    },
    now,
  );
  return mon.storageUuid;
}

/** In the real system at its next ping. */
function lose(world: World, kind: Kind, uuid: string, now: number): void {
  if (kind === 'backup') {
    setReachable(world, backupStorageOf(world, uuid), false, now);
    return;
  }
  const storage = primaryStorageOf(world, uuid);
  const status = primaryStorageStatusMachine.next(storage.status, 'disconnected');
  world.repositories.primaryStorages.update(storage, { status, isReachable: false }, now);
}

function find(world: World, kind: Kind, uuid: string, now: number): void {
  if (kind === 'backup') {
    setReachable(world, backupStorageOf(world, uuid), true, now);
    return;
  }
  const storage = primaryStorageOf(world, uuid);
  world.repositories.primaryStorages.update(storage, { isReachable: true }, now);
  if (storage.status === 'Disconnected') connect(world, primaryStorageOf(world, uuid), now);
}
