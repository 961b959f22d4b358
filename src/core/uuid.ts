import { createHash } from 'node:crypto';

/** The form that the real system asks of a uuid chosen by the caller: versions 1 to 5, dashes stripped. */
export const RESOURCE_UUID_PATTERN =
  '[0-9a-f]{8}[0-9a-f]{4}[1-5][0-9a-f]{3}[89ab][0-9a-f]{3}[0-9a-f]{12}';

const resourceUuid = new RegExp(`^${RESOURCE_UUID_PATTERN}$`);

export function isResourceUuid(text: string): boolean {
  return resourceUuid.test(text);
}

/** A version 5 style UUID from a name: the same name gives the same uuid on every machine. */
export const uuidFromName = (name: string): string =>
  uuidOfHash(createHash('sha1').update(name, 'utf8').digest('hex'));

/** The UUID of a name whose SHA-1 is given in hexadecimal digits. (It names nothing outside: it runs in threads, too.) */
export function uuidOfHash(hash: string): string {
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hash.slice(0, 12)}5${hash.slice(13, 16)}${variant}${hash.slice(17, 32)}`;
}
