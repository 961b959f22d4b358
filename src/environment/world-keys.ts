import { createHash } from 'node:crypto';
import { keysFrom, newSecret } from '../core/keys.js';
import type { WorldKeys } from '../domain/world.js';
import type { SettingsStore } from '../persistence/settings-store.js';

/**
 * Keys from a secret that lies in the world: whoever has the world has them, nobody else. A world whose chance
 * is given is to be the same in each run, so its secret follows from that.
 */
export function createWorldKeys(
  settings: SettingsStore,
  chanceSeed: number | undefined,
): WorldKeys {
  const secret = (): string => {
    const kept = settings.find('secret');
    if (typeof kept === 'string') return kept;
    const made =
      chanceSeed === undefined
        ? newSecret()
        : createHash('sha256').update(`the secret of ${chanceSeed}`).digest('hex');
    settings.save('secret', made);
    return made;
  };
  return { ...keysFrom(secret), keepSecret: () => void secret() };
}
