import { isSameText } from '../../../core/collation.js';
import { apiError } from '../../../core/api-error.js';
import { parseAddress, parseCidr } from '../../../core/cidr.js';
import type { PrimaryStorage } from '../../../domain/primary-storage/primary-storage.js';
import type { World } from '../../../domain/world.js';
import { GATEWAY } from '../../../domain/tag/network-tags.js';
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
