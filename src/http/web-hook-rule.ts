import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isLoopbackAddress } from './host-rule.js';

/** What decides where results of jobs may be sent. */
export interface WebHookSettings {
  /** Whether nobody beyond this machine reaches the emulator: then loopback is its clients' own. */
  readonly isLoopback: boolean;
  /** Host names that the operator allowed. */
  readonly hosts: readonly string[];
  /** Where the emulator listens by now: at the common port, and at those of single environments. */
  readonly listensAt: () => readonly AddressInfo[];
}

/** Where web hooks may go: a client must not make the emulator call elsewhere, least of all itself. */
export interface WebHookRule {
  /** Why an address is refused, or undefined. */
  readonly refusal: (url: URL) => string | undefined;
  /** Whether an address that a name led to is the emulator's own. */
  readonly isOwn: (address: string, port: number) => boolean;
}

export function createWebHookRule({ isLoopback, hosts, listensAt }: WebHookSettings): WebHookRule {
  const isOwn = (address: string, port: number): boolean =>
    listensAt().some((own) => own.port === port && leadsTo(own.address, plain(address)));
  return {
    isOwn,
    refusal(url) {
      const name = url.hostname.replace(/^\[|\]$/g, '');
      if (isOwn(name === 'localhost' ? '127.0.0.1' : name, portOf(url))) {
        return 'the emulator does not call itself';
      }
      if (hosts.includes(url.hostname)) return undefined;
      if (isLoopback && (name === 'localhost' || isLoopbackAddress(name))) return undefined;
      const where = isLoopback
        ? 'the emulator calls only loopback addresses'
        : 'an emulator that others can reach calls nobody by itself';
      return `${where}; start it with EMULATOR_WEB_HOOK_HOSTS=${url.hostname} to allow this one`;
    },
  };
}

/** Whether an address leads to what listens at another one. */
function leadsTo(own: string, wanted: string): boolean {
  if (plain(own) === wanted || isUnspecified(wanted)) return true;
  if (!isUnspecified(plain(own))) return false;
  return isLoopbackAddress(wanted) || addressesOfThisMachine().includes(wanted);
}

export const portOf = ({ port, protocol }: URL): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);

const addressesOfThisMachine = () =>
  Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));

const isUnspecified = (address: string) => address === '0.0.0.0' || address === '::';

/** An IPv4 address that is written as one of IPv6 as it is itself. */
function plain(address: string): string {
  const [, dotted] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (dotted !== undefined) return dotted;
  const [, high, low] = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/i.exec(address) ?? [];
  if (high === undefined || low === undefined) return address;
  const bytes = [high, low].flatMap((hex) => {
    const value = Number.parseInt(hex, 16);
    return [value >> 8, value & 0xff];
  });
  return bytes.join('.');
}
