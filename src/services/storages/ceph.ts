import { apiError } from '../../core/api-error.js';
import { uuidFromName } from '../../core/uuid.js';
import { CEPH_POOL_TYPES, type CephPool, type CephPoolType } from '../../domain/ceph/ceph.js';
import { fsidOf, isMonUrl, parseMonUrl } from '../../domain/ceph/mon-url.js';
import type { PrimaryStorage } from '../../domain/primary-storage/primary-storage.js';
import type { World } from '../../domain/world.js';

/** The two kinds of storages that monitors belong to. */
export type Kind = 'primary' | 'backup';

export const monsOf = ({ repositories }: World, kind: Kind) =>
  kind === 'primary' ? repositories.cephPrimaryStorageMons : repositories.cephBackupStorageMons;

/** Writes the monitors of a new storage; of several on one host the first one counts. */
export function writeMons(
  world: World,
  kind: Kind,
  storageUuid: string,
  monUrls: readonly string[],
  now: number,
): void {
  const seen = new Set<string>();
  for (const url of monUrls) {
    const { username, ...mon } = parseMonUrl(url);
    if (seen.has(mon.hostname)) continue;
    seen.add(mon.hostname);
    monsOf(world, kind).insert({
      uuid: uuidFromName(`${storageUuid}/${mon.hostname}`),
      storageUuid,
      sshUsername: username,
      ...mon,
      createDate: now,
      lastOpDate: now,
    });
  }
}

/** The identity of the Ceph cluster behind these monitors: that of a storage that has one of them, or their own. */
export function fsidFor({ repositories }: World, monUrls: readonly string[]): string {
  const hostnames = monUrls.map((url) => parseMonUrl(url).hostname);
  const { cephPrimaryStorageMons, cephBackupStorageMons, primaryStorages, backupStorages } =
    repositories;
  const [primary] = cephPrimaryStorageMons.listOnHosts(hostnames);
  const [backup] = cephBackupStorageMons.listOnHosts(hostnames);
  const known =
    (primary && primaryStorages.find(primary.storageUuid)) ??
    (backup && backupStorages.find(backup.storageUuid));
  return known?.fsid ?? fsidOf(monUrls);
}

/** What is known of a new pool. */
interface NewPool extends Pick<CephPool, 'aliasName' | 'description'> {
  readonly name: string;
  readonly type: CephPoolType;
  readonly uuid?: string | undefined;
}

/** Writes the pools of a new primary storage. */
export function writePools(
  world: World,
  primaryStorageUuid: string,
  pools: readonly NewPool[],
  now: number,
): void {
  for (const [i, { name, uuid, ...pool }] of pools.entries()) {
    const isFirst = pools.findIndex(({ type }) => type === pool.type) === i;
    const place = isFirst ? pool.type : `${pool.type}/${i}`;
    world.repositories.cephPools.insert({
      ...pool,
      uuid: uuid ?? uuidFromName(`${primaryStorageUuid}/pool/${place}`),
      primaryStorageUuid,
      poolName: name,
      createDate: now,
      lastOpDate: now,
    });
  }
}

/** One pool of each type. */
export const usualPools = (names: Readonly<Record<CephPoolType, string>>): NewPool[] =>
  CEPH_POOL_TYPES.map((type) => ({ name: names[type], type, aliasName: null, description: null }));

/** What all pools of a storage are called where only its url says so: `ceph://pool`. */
export const usualPoolName = ({ url }: Pick<PrimaryStorage, 'url'>): string =>
  url.replace(/^ceph:\/\//, '').replace(/\/+$/, '');

/**
 * What monitors a new storage may have: each host once, each in the real system's form, none that a storage of
 * this kind has already.
 * @throws SYS.1007
 */
export function checkMons(world: World, kind: Kind, urls: readonly string[]): void {
  const existing = monsOf(world, kind).listOnHosts(hostnamesOf(urls));
  if (existing.length === 0) return;
  const names = existing.map(({ hostname }) => hostname).join(', ');
  throw apiError(
    'SYS.1007',
    `cannot add ceph ${kind} storage, there has been some ceph ${kind} storage using mon[hostnames:[${names}]]`,
  );
}

/** The hosts of monitors, each once and each in the real system's form. @throws SYS.1007 */
export function hostnamesOf(urls: readonly string[]): string[] {
  const hostnames: string[] = [];
  for (const url of urls) {
    if (!isMonUrl(url)) throw apiError('SYS.1007', whatIsWrong(url));
    const { hostname } = parseMonUrl(url);
    if (hostnames.includes(hostname)) {
      throw apiError('SYS.1007', `Cannot add same host[${hostname}] in mons`);
    }
    hostnames.push(hostname);
  }
  return hostnames;
}

const FORM = 'sshUsername:sshPassword@hostname:[sshPort]/?[monPort=]';

function whatIsWrong(url: string): string {
  const at = url.lastIndexOf('@');
  const valid = `A valid monUrl is in format of ${FORM}`;
  if (at === -1 || !url.slice(0, at).includes(':')) {
    return `invalid monUrl[${url}], the sshUsername:sshPassword part is invalid. ${valid}`;
  }
  const [, host = '', port] = /^([^:/?]*)(?::(\d+))?/.exec(url.slice(at + 1)) ?? [];
  if (host === '' || !/^[\w.-]+$/.test(host)) {
    return `invalid monUrl[${url}], hostname cannot be null. ${valid}`;
  }
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) {
    return `invalid monUrl[${url}], the ssh port is greater than 65535 or smaller than 1. ${valid}`;
  }
  // The real system fails with SYS.1000 and the text of a Java exception where a query parameter is unknown.
  return `invalid monUrl[${url}]. A valid url is in format of ${FORM}`;
}
