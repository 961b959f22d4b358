import { isIP, isIPv4 } from 'node:net';

/** By which names an emulator is reached. */
export interface HostNames {
  /** The address or name that it listens on. */
  readonly host: string;
  /** Whether nobody beyond this machine can reach it. */
  readonly isLoopback: boolean;
  /** Further names that it is reached by; `*.example` stands for every name that ends so. */
  readonly allowedHosts: readonly string[];
}

const PORT = /:\d{1,5}$/;

/**
 * Whether a `Host` header is a name of this emulator. Anybody can let a name of theirs lead to any address
 * (DNS rebinding), and a page of that name is then no stranger to the browser: so only names that nobody else
 * can give a meaning to, and those that the operator knows. Addresses cannot be given away; they are taken
 * where others can reach it. Without a `Host` (HTTP/1.0) it is no browser.
 */
export function createHostRule({
  host: own,
  isLoopback,
  allowedHosts,
}: HostNames): (host?: string) => boolean {
  const names = new Set([own.toLowerCase(), ...allowedHosts]);
  const endings = allowedHosts.filter((name) => name.startsWith('*.')).map((name) => name.slice(1));
  const isOurs = (host: string): boolean => {
    const text = host.toLowerCase().replace(PORT, '');
    const name = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
    if (name === 'localhost' || /^[\w-]+(\.[\w-]+)*\.localhost$/.test(name)) return true;
    if (isIP(name) !== 0 && (!isLoopback || isLoopbackAddress(name))) return true;
    return names.has(name) || endings.some((ending) => name.endsWith(ending));
  };
  // A client says the same name each time.
  let last: string | undefined;
  return (host) => {
    if (host === undefined || host === '' || host === last) return true;
    if (!isOurs(host)) return false;
    last = host;
    return true;
  };
}

/** Whether an address leads to this machine whoever uses it. */
export const isLoopbackAddress = (address: string): boolean =>
  address === '::1' || (isIPv4(address) && address.startsWith('127.'));
