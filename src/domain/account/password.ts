import { createHash, scryptSync, timingSafeEqual } from 'node:crypto';

// N = 1,024: about 3 ms here. Clients already send a SHA-512, and a login must stay cheap in tests.
const SCRYPT = { N: 1024, r: 8, p: 1 };
const HASH_BYTES = 32;

/** What clients send for a password: its SHA-512 in lower-case hex. */
export function clientPasswordDigest(password: string): string {
  return createHash('sha512').update(password, 'utf8').digest('hex');
}

/** The form in which a client's digest is stored: `salt:hash`, both hex. */
export function hashPassword(clientDigest: string, salt: string): string {
  const hash = scryptSync(clientDigest, Buffer.from(salt, 'hex'), HASH_BYTES, SCRYPT);
  return `${salt}:${hash.toString('hex')}`;
}

/** Whether the client's digest is the one that was stored; takes the same time either way. */
export function isPassword(clientDigest: string, stored: string): boolean {
  const [salt = '', hash = ''] = stored.split(':');
  const expected = Buffer.from(hash, 'hex');
  const actual = scryptSync(clientDigest, Buffer.from(salt, 'hex'), HASH_BYTES, SCRYPT);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
