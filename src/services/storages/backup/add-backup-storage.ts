import { isSameText } from '../../../core/collation.js';
import { apiError } from '../../../core/api-error.js';
import { isHostAddress } from '../../../core/host-address.js';
import type { BackupStorage } from '../../../domain/backup-storage/backup-storage.js';
import { backupStorageStatusMachine } from '../../../domain/backup-storage/backup-storage.js';
import { fsidFor, writeMons } from '../ceph.js';
import { importImages } from './unclaimed-images.js';
import { refuseSystemFolder } from '../storage-folder.js';
import { backupStorageOf, newUuid } from '../../resources/lookup.js';
import { writeTags, type NewTags } from '../../tags/write-tags.js';
import type { World } from '../../../domain/world.js';

const TIB = 2 ** 40;
/** What a storage that is added has, as no agent tells: 2 TiB, 200 MiB/s. */
const DEFAULT_CAPACITY = 2 * TIB;
const DEFAULT_BANDWIDTH = 200 * 2 ** 20;

/** What a call says of a new storage. */
export interface NewBackupStorage extends NewTags {
  readonly type: BackupStorage['type'];
  readonly name: string;
  readonly url: string;
  readonly description: string | null;
  readonly resourceUuid: string | null;
  readonly hostname?: string | null;
  readonly username?: string | null;
  readonly sshPort?: number | null;
  readonly poolName?: string | null;
  readonly monUrls?: readonly string[];
  readonly totalCapacity?: number;
  readonly availableCapacity?: number;
  /** Whether images that lie there come back. */
  readonly importImages?: boolean;
}

/** Adds a storage and connects it: Connecting, then Connected. Answers its uuid. */
export function addBackupStorage(world: World, wanted: NewBackupStorage, now: number): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  const total = wanted.totalCapacity ?? DEFAULT_CAPACITY;
  const available = wanted.availableCapacity ?? total;
  if (available < 0 || available > total) {
    throw apiError(
      'SYS.1007',
      `availableCapacity[${available}] must lie between 0 and totalCapacity[${total}]`,
    );
  }
  const isCeph = wanted.type === 'Ceph';
  world.repositories.backupStorages.insert({
    uuid,
    name: wanted.name,
    url: wanted.url,
    description: wanted.description,
    type: wanted.type,
    state: 'Enabled',
    status: backupStorageStatusMachine.next('Connecting', 'connected'),
    totalCapacity: total,
    availableCapacity: available,
    systemUsedCapacity: total - available,
    hostname: wanted.hostname ?? null,
    username: wanted.username ?? null,
    sshPort: wanted.sshPort ?? null,
    fsid: isCeph ? fsidFor(world, wanted.monUrls ?? []) : null,
    poolName: isCeph ? (wanted.poolName ?? `bak-t-${uuid}`) : null,
    isReachable: true,
    bandwidthBytesPerSecond: DEFAULT_BANDWIDTH,
    latencyMilliseconds: 0,
    createDate: now,
    lastOpDate: now,
  });
  if (isCeph) writeMons(world, 'backup', uuid, wanted.monUrls ?? [], now);
  writeTags(world, 'BackupStorageVO', uuid, wanted, now);
  if (wanted.importImages) importImages(world, backupStorageOf(world, uuid));
  return uuid;
}

/**
 * What an image server's host and directory must be.
 * @throws SYS.1007, or SYS.1006 for a host that has one already
 */
export function checkImageServer(
  world: World,
  type: 'SftpBackupStorage' | 'ImageStoreBackupStorage',
  hostname: string,
  url: string,
): void {
  checkHostname(hostname);
  const isTaken = world.repositories.backupStorages
    .list()
    .some((storage) => storage.type === type && isSameText(storage.hostname, hostname));
  if (isTaken) {
    throw apiError(
      'SYS.1006',
      type === 'SftpBackupStorage'
        ? `duplicate backup storage. There has been a sftp backup storage[hostname:${hostname}] existing`
        : `duplicate backup storage. There has been an image store backup storage[hostname:${hostname}]`,
    );
  }
  if (!url.startsWith('/')) {
    throw apiError(
      'SYS.1007',
      type === 'SftpBackupStorage'
        ? `invalid url[${url}], the url must be an absolute path starting with '/'`
        : `absolute file path required: ${url}`,
    );
  }
  refuseSystemFolder(url);
}

/**
 * What the address of an image server must be.
 * @throws SYS.1007
 */
export function checkHostname(hostname: string): void {
  if (isHostAddress(hostname)) return;
  throw apiError(
    'SYS.1007',
    `hostname[${hostname}] is neither an IPv4 address nor a valid hostname`,
  );
}
