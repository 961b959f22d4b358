import { isIPv6 } from 'node:net';

/** Networks and addresses in their written form; the real system's rules of what is one. */

/** Whether it is a network of IPv4 or IPv6, e.g. `10.0.0.0/24`. */
export const isCidr = (text: string): boolean =>
  parseCidr(text) !== undefined || isIpv6Network(text);

/** What stands before and behind the slash of a network. */
export function partsOf(text: string): readonly [base: string, bits: string] {
  const slash = text.indexOf('/');
  return [text.slice(0, slash), text.slice(slash + 1)];
}

function isIpv6Network(text: string): boolean {
  const [base, bits] = partsOf(text);
  return isIPv6(base) && /^\d{1,3}$/.test(bits) && Number(bits) <= 128;
}

/** An IPv4 address as a number. */
export function parseAddress(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** An IPv4 network: its own address, and the first and last of its hosts. */
export function parseCidr(
  text: string,
): { readonly network: number; readonly first: number; readonly last: number } | undefined {
  const [base, bits] = partsOf(text);
  const address = parseAddress(base);
  if (address === undefined || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return undefined;
  const size = 2 ** (32 - Number(bits));
  const network = address - (address % size);
  return { network, first: network + 1, last: network + size - 2 };
}

/** An IPv4 network as it is usually written: `10.0.0.7/24` is `10.0.0.0/24`. Undefined: it is none. */
export function standardCidr(text: string): string | undefined {
  const parsed = parseCidr(text);
  if (!parsed) return undefined;
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(parsed.network / 2 ** shift) % 256);
  return `${bytes.join('.')}/${text.split('/')[1]}`;
}

/** Whether an IPv4 address lies in a network, its own address and that of its broadcast included. */
export function isInCidr(address: string, cidr: string): boolean {
  const parsed = parseCidr(cidr);
  const number = parseAddress(address) ?? Number.NaN;
  return parsed !== undefined && number >= parsed.network && number <= parsed.last + 1;
}
