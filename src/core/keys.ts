import { createHmac, randomBytes } from 'node:crypto';

/** Texts that nobody can compute who does not have the secret; the same for the same purpose. */
export interface Keys {
  /** So many hex digits, 32 as a rule, 64 at most. */
  of(purpose: string, length?: number): string;
  /** The same in the form of a uuid. */
  uuid(purpose: string): string;
}

/** Hex digits of a key: 128 bits. */
const LENGTH = 32;

/** A secret that nobody has seen: made once, kept, and never part of what has to be the same in each run. */
export const newSecret = (): string => randomBytes(32).toString('hex');

/** Keys from a secret, which is asked for each time. */
export function keysFrom(secret: () => string): Keys {
  const of = (purpose: string, length = LENGTH) =>
    createHmac('sha256', secret()).update(purpose).digest('hex').slice(0, length);
  return {
    of,
    uuid(purpose) {
      const key = of(purpose);
      const variant = ((Number.parseInt(key.charAt(16), 16) & 0x3) | 0x8).toString(16);
      return `${key.slice(0, 12)}4${key.slice(13, 16)}${variant}${key.slice(17)}`;
    },
  };
}
