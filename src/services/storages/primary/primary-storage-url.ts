import { isSameText } from '../../../core/collation.js';
import { isIPv6 } from 'node:net';
import { apiError } from '../../../core/api-error.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';
import type { World } from '../../../domain/world.js';
import { refuseSystemFolder } from '../storage-folder.js';

/**
 * What the directory of a new local storage must be.
 * @throws SYS.1007
 */
export function checkLocalUrl(url: string): void {
  if (!url.startsWith('/')) {
    throw apiError('SYS.1007', `the url[${url}] is not an absolute path starting with '/'`);
  }
  refuseSystemFolder(url);
}

/**
 * What an NFS export must be: the zone's only storage there, no folder of the server's system, and in the
 * network that a tag names.
 * @throws SYS.1007
 */
export function checkNfsUrl(
  world: World,
  zoneUuid: string,
  url: string,
  systemTags: readonly string[],
): void {
  const isTaken = world.repositories.primaryStorages
    .listByZone(zoneUuid)
    .some((storage) => storage.type === 'NFS' && isSameText(storage.url, url));
  if (isTaken) {
    throw apiError(
      'SYS.1007',
      `there has been a nfs primary storage having url as ${url} in zone[uuid:${zoneUuid}]`,
    );
  }
  const [server = '', folder, ...more] = url.split(':');
  if (folder !== undefined && more.length === 0) refuseSystemFolder(folder);
  checkGateway(server, systemTags);
}

const GATEWAY = 'primaryStorage::gateway::cidr::';

function checkGateway(server: string, systemTags: readonly string[]): void {
  const [cidr, ...more] = systemTags
    .filter((tag) => tag.startsWith(GATEWAY))
    .map((tag) => tag.slice(GATEWAY.length));
  if (cidr === undefined) return;
  const network = parseCidr(cidr);
  if (!network) throw apiError('SYS.1007', `invalid CIDR: ${cidr}`);
  const address = parseAddress(server);
  if (address === undefined || address < network.first || address > network.last) {
    throw apiError('SYS.1007', `IP address[${server}] is not in CIDR[${cidr}]`);
  }
  if (more.length > 0) throw apiError('SYS.1007', 'found multiple CIDR');
}

/**
 * What a tag that names the storage's network must be, on a storage of any type.
 * @throws SYS.1007
 */
export function checkGatewayTags(systemTags: readonly string[]): void {
  const cidrs = systemTags
    .filter((tag) => tag.startsWith(GATEWAY))
    .map((tag) => tag.slice(GATEWAY.length));
  for (const [i, cidr] of cidrs.entries()) {
    if (i > 0) {
      throw apiError(
        'SYS.1007',
        `only one primaryStorage cidr system tag is allowed, but ${i + 1} got`,
      );
    }
    if (!parseCidr(cidr) && !isIpv6Network(cidr)) {
      throw apiError('SYS.1007', `cidr[${cidr}] Input Format Error`);
    }
  }
}

function isIpv6Network(text: string): boolean {
  const [, base = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  return isIPv6(base) && Number(bits) <= 128;
}

/** An IPv4 address as a number. */
function parseAddress(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The hosts of an IPv4 network: without its own address and that for all of them. */
function parseCidr(text: string): { readonly first: number; readonly last: number } | undefined {
  const [, base = '', bits = ''] = /^([\d.]+)\/(\d{1,2})$/.exec(text) ?? [];
  const address = parseAddress(base);
  if (address === undefined || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  const network = address - (address % size);
  return { first: network + 1, last: network + size - 2 };
}

/**
 * The export of an NFS storage moves only while no VM runs on it. Other types take any url: the real system
 * looks at theirs only when they are added.
 * @throws SYS.1007 or SYS.1006
 */
export function checkNewUrl(
  world: World,
  storage: PrimaryStorage,
  url: string | null,
  systemTags: readonly string[],
): void {
  if (storage.type !== 'NFS' || url === null || url === storage.url) return;
  checkNfsUrl(world, storage.zoneUuid, url, systemTags);
  const { vmInstances, volumes } = world.repositories;
  const vmUuids = volumes
    .listByPrimaryStorage(storage.uuid)
    .flatMap(({ vmInstanceUuid }) => vmInstanceUuid ?? []);
  // One line for each volume, as the real system joins VMs with their volumes.
  const running = vmUuids
    .map((uuid) => vmInstances.find(uuid))
    .filter((vm) => vm?.state === 'Running')
    .map((vm) => `VM[name:${vm?.name}, uuid:${vm?.uuid}]`);
  if (running.length === 0) return;
  throw apiError(
    'SYS.1006',
    `there are ${running.length} running VMs on the NFS primary storage, please stop them and try again:\n${running.join('\n')}\n`,
  );
}
