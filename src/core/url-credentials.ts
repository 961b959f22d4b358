/** What stands in a url where a password stood. */
export const HIDDEN = '***';

/** Where the password of a url begins and ends. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * The password in what follows `scheme://`. What a colon leads to is a port when it is digits alone and no `@`
 * ends it before the path; anything else is a password, which may hold `/`, `?`, `#` and `@` though a url's
 * may not: who writes it so means it so.
 */
export function passwordAfterScheme(rest: string): Place | undefined {
  const path = rest.search(/[/?#]/);
  const authority = path === -1 ? rest : rest.slice(0, path);
  const colon = authority.indexOf(':');
  if (colon === -1 || authority.startsWith('[')) return undefined;
  const at = authority.lastIndexOf('@');
  if (at !== -1) return at > colon ? { start: colon, end: at } : undefined;
  if (/^\d*$/.test(authority.slice(colon + 1))) return undefined;
  const later = rest.lastIndexOf('@');
  return later === -1 ? undefined : { start: colon, end: later };
}

/** Without the password: `http://user:secret@host` becomes `http://user@host`. */
export function withoutPassword(url: string): string {
  const scheme = url.indexOf('://');
  if (scheme === -1) return url;
  const start = scheme + '://'.length;
  const rest = url.slice(start);
  const password = passwordAfterScheme(rest);
  return password
    ? url.slice(0, start) + rest.slice(0, password.start) + rest.slice(password.end)
    : url;
}
