import { uuidFromName } from '../../core/uuid.js';

/** Parts of a Ceph monitor's address, `user:password@host:sshPort/?monPort=6789`. */
export interface MonUrl {
  readonly hostname: string;
  readonly username: string;
  readonly sshPort: number;
  readonly monPort: number;
}

const FORM = /^([^:@/\s]+):(.+)@([^:@/?\s]+)(?::(\d{1,5}))?\/?(?:\?monPort=(\d{1,5}))?\/?$/;

const MOST_PORT = 65_535;

export function isMonUrl(url: string): boolean {
  if (!FORM.test(url)) return false;
  const { sshPort, monPort } = parseMonUrl(url);
  return sshPort >= 1 && sshPort <= MOST_PORT && monPort <= MOST_PORT;
}

export function parseMonUrl(url: string): MonUrl {
  const [, username = 'root', , hostname = url, sshPort = '22', monPort = '6789'] =
    FORM.exec(url) ?? [];
  return { hostname, username, sshPort: Number(sshPort), monPort: Number(monPort) };
}

/**
 * Identity of the Ceph cluster behind these monitors, in the form of a UUID with dashes: the same
 * hosts are the same cluster, so that storages of one cluster find each other.
 */
export function fsidOf(monUrls: readonly string[]): string {
  const hosts = monUrls.map((url) => parseMonUrl(url).hostname).toSorted();
  const hex = uuidFromName(`ceph/${hosts.join(',')}`);
  return [0, 8, 12, 16, 20].map((at, i, all) => hex.slice(at, all[i + 1] ?? 32)).join('-');
}
