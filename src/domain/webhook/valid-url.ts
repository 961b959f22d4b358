import { isIPv4, isIPv6 } from 'node:net';
import { isTopLevelDomain } from '../tag/top-level-domains.js';

/*
 * What the real system's library (the UrlValidator of commons-validator 1.7) takes for a url, with its usual options:
 * http, https or ftp, a host that is an address or a name under a top-level domain, so no `localhost`.
 */
const URL_PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;
const AUTHORITY =
  /^(?:\[([0-9a-f:]+)\]|(?:(?:[a-z0-9%\-._~!$&'()*+,;=]+(?::[a-z0-9%\-._~!$&'()*+,;=]*)?)@)?([a-z0-9\-.]*))(?::(\d*))?(.*)?$/i;
const PATH = /^(\/[-\w:@&?=+,.!/~*'%$;()]*)?$/;
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+([a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)\\.?$`, 'i');

export function isValidUrl(url: string): boolean {
  const [, scheme = '', authority = '', path = '', query] = URL_PARTS.exec(url) ?? [];
  if (!/^(https?|ftp)$/i.test(scheme)) return false;
  return isAuthority(authority) && isPath(path) && (query === undefined || !/\s/.test(query));
}

function isAuthority(authority: string): boolean {
  const [whole, ipv6, host = '', port = '', extra = ''] = AUTHORITY.exec(authority) ?? [];
  if (whole === undefined || extra.trim() !== '') return false;
  if (ipv6 !== undefined) return isIPv6(ipv6);
  if (Number(port) > 65_535) return false;
  return isIPv4(host) || isDomain(host);
}

function isDomain(host: string): boolean {
  const last = DOMAIN.exec(host)?.[1];
  return last !== undefined && host.length <= 253 && isTopLevelDomain(last);
}

/** No two slashes beside each other, and not above the root. */
function isPath(path: string): boolean {
  if (!PATH.test(path) || path.includes('//')) return false;
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < 0) return false;
  }
  return true;
}
