import { isIPv6 } from 'node:net';
import { apiError } from '../../core/api-error.js';
import { parseAddress } from '../../core/cidr.js';

/* What can stand in the fields of a rule: lists of addresses, networks and ranges, and of ports. */

const MOST_IPS = 10;
const MOST_PORTS = 10;
const LAST_PORT = 65_535;

const wrongIps = (details: string) => apiError('SG.1006', details);
const wrongPorts = (details: string) => apiError('SG.1005', details);

/** @throws SG.1006 for what is no list of addresses, networks and ranges; SYS.1000 for a range that is none */
export function checkIps(ips: string, ipVersion: number): void {
  const parts = ips.split(',');
  if (parts[0] === '' || parts.at(-1) === '') throw wrongIps(`invalid ips[${ips}]`);
  if (parts.length > MOST_IPS) {
    throw wrongIps(
      `invalid ips[${ips}], ip number[${parts.length}] is out of max limit[${MOST_IPS}]`,
    );
  }
  if (new Set(parts).size < parts.length) throw wrongIps(`invalid ips[${ips}], ip duplicate`);
  if (parts.length > 1 && ipVersion === 6 && parts.some((part) => part.includes('-'))) {
    throw wrongIps(
      `invalid ips[${ips}], ip range cannot be used when specifying multiple ipv6 addresses`,
    );
  }
  for (const part of parts) {
    if (part === '') throw wrongIps(`invalid ips[${ips}]`);
    checkIp(part, ipVersion);
  }
}

function checkIp(ip: string, ipVersion: number): void {
  if (ip.includes('/')) {
    if (isCidr(ip, ipVersion)) return;
    throw wrongIps(`invalid cidr[${ip}], ipVersion[${ipVersion}]`);
  }
  if (ip.includes('-')) {
    checkIpRange(ip, ipVersion);
    return;
  }
  if (ipVersion === 4 ? isIpv4(ip) : isIPv6(ip)) return;
  throw wrongIps(`invalid ip[${ip}], ipVersion[${ipVersion}]`);
}

const isIpv4 = (text: string) => parseAddress(text) !== undefined;
const OCTET = '(\\d|[1-9]\\d|1\\d{2}|2[0-4]\\d|25[0-5])';
const CIDR = new RegExp(`^(${OCTET}\\.){3}${OCTET}/(\\d|[1-2]\\d|3[0-2])$`);

function isCidr(text: string, ipVersion: number): boolean {
  if (ipVersion === 4) return CIDR.test(text);
  const slash = text.lastIndexOf('/');
  const bits = text.slice(slash + 1);
  return isIPv6(text.slice(0, slash)) && /^\d{1,3}$/.test(bits) && Number(bits) <= 128;
}

function checkIpRange(range: string, ipVersion: number): void {
  const [start = '', end = '', ...more] = range.split('-');
  if (end === '' || more.length > 0) throw wrongIps(`invalid ip range[${range}]`);
  if (ipVersion === 6) {
    if (isIPv6(start) && isIPv6(end) && start <= end) return;
    throw wrongIps(`invalid ip range[${range}]`);
  }
  // The library that looks at these throws exceptions of its own.
  for (const ip of [start, end]) {
    if (!isIpv4(ip) && !isIPv6(ip)) {
      throw apiError('SYS.1000', `${ip} is not a valid ip address`);
    }
  }
  if ((parseAddress(start) ?? 0) <= (parseAddress(end) ?? 0)) return;
  throw apiError(
    'SYS.1000',
    `[${start}, ${end}] is not a valid ip range, end ip must be greater than start ip`,
  );
}

/** @throws SG.1005 for what is no list of ports and ranges of ports */
export function checkPorts(ports: string): void {
  const parts = ports.split(',');
  if (parts[0] === '' || parts.at(-1) === '') throw wrongPorts(`invalid ports[${ports}]`);
  if (parts.length > 1) checkNumberOfPorts(ports, parts);
  for (const part of parts) {
    if (part === '') throw wrongPorts(`invalid ports[${ports}]`);
    const isRange = part.includes('-');
    if (isRange ? isPortRange(part) : isPort(portOf(part))) continue;
    throw wrongPorts(`invalid port${isRange ? ' range' : ''}[${part}]`);
  }
}

function checkNumberOfPorts(ports: string, parts: readonly string[]): void {
  // As Java splits: what is empty at the end is left out.
  const all = ports.replace(/-+$/, '').split(/[,-]/);
  if (all.length > MOST_PORTS) {
    throw wrongPorts(
      `invalid ports[${ports}], port range[[${all.join(', ')}]] number[${all.length}] is out of max limit[${MOST_PORTS}]`,
    );
  }
  if (new Set(parts).size < parts.length) {
    throw wrongPorts(`invalid ports[${ports}], port duplicate`);
  }
}

const portOf = (text: string) => (/^\+?\d{1,9}$/.test(text) ? Number(text) : Number.NaN);
const isPort = (port: number) => port <= LAST_PORT;

function isPortRange(text: string): boolean {
  const [start = '', end = '', ...more] = text.split('-');
  const last = portOf(end);
  return more.length === 0 && portOf(start) < last && isPort(last);
}
