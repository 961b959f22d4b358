import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { WorldKeys } from '../domain/world.js';
import type { SettingsStore } from '../persistence/settings-store.js';

/** Hex digits of a key: 128 bits. */
const LENGTH = 32;

/**
 * Keys from a secret that lies in the world: whoever has the world has them, nobody else. A world whose chance
 * is given is to be the same in each run, so its secret follows from that.
 */
export function createWorldKeys(
  settings: SettingsStore,
  chanceSeed: number | undefined,
): WorldKeys {
  const secretOf = (): string => {
    const kept = settings.find('secret');
    if (typeof kept === 'string') return kept;
    const made =
      chanceSeed === undefined
        ? randomBytes(32).toString('hex')
        : createHash('sha256').update(`the secret of ${chanceSeed}`).digest('hex');
    settings.save('secret', made);
    return made;
  };
  const of = (purpose: string, length = LENGTH) =>
    createHmac('sha256', secretOf()).update(purpose).digest('hex').slice(0, length);
  return {
    of,
    uuid(purpose) {
      const key = of(purpose);
      const variant = ((Number.parseInt(key.charAt(16), 16) & 0x3) | 0x8).toString(16);
      return `${key.slice(0, 12)}4${key.slice(13, 16)}${variant}${key.slice(17)}`;
    },
    keepSecret: () => void secretOf(),
  };
}
