import { keysFrom, newSecret } from '../core/keys.js';
import type { Environment } from '../environment/environment.js';
import { DEFAULT_ENVIRONMENT } from '../environment/environments.js';
import { renewOldExports } from '../persistence/readdress.js';
import {
  madeCredentials,
  NOTHING_REPLACED,
  replacePublished,
  type Making,
  type Replaced,
} from '../services/accounts/published-credentials.js';
import { isLoopbackHost, type Config } from './config.js';

/** What a world keeps of it. */
interface Kept {
  /** What the made ones of all worlds follow from; only in the default world. */
  readonly root: string | null;
  readonly replaced: Replaced;
}

/** What a person needs to get in. */
export interface FirstCredentials {
  readonly session: string | undefined;
  readonly password: string;
}

const ADMIN = 'admin';
const ADMIN_SESSION = '5e55000000004000800000000000ad01';

/**
 * Keeps published sessions and passwords from opening worlds that others can reach: there every world has
 * made ones instead, the same in all worlds of a data directory, until it is opened on loopback again. Keys of
 * exports that everybody can compute, those of version 0.1.0, are replaced for good.
 */
export class Credentials {
  readonly #isLoopback: boolean;
  readonly #isMaking: boolean;
  #root: string | undefined;

  /** `root`: what the made ones follow from, where several processes have the same. */
  constructor({ host, seedSecrets }: Pick<Config, 'host' | 'seedSecrets'>, root?: string) {
    this.#root = root;
    this.#isLoopback = isLoopbackHost(host);
    this.#isMaking = seedSecrets === 'made' && !this.#isLoopback;
  }

  /** Lets a world be opened by what suits this emulator. The default world comes first. */
  settle(environment: Environment): void {
    const kept = environment.credentials as Kept | undefined;
    const isDefault = environment.name === DEFAULT_ENVIRONMENT;
    if (isDefault && this.#isMaking) this.#root ??= kept?.root ?? newSecret();
    // One that is not filled yet is settled once more when it is.
    if (environment.isEmpty) return;
    const { world, database } = environment;
    if (!this.#isLoopback) world.unitOfWork.run(() => renewOldExports(database, world.keys));
    if (!this.#isMaking && !kept) return;
    const cause = { kind: 'chore', name: 'replace-credentials', jobUuid: null } as const;
    world.causes.within(cause, () =>
      world.unitOfWork.run(() => {
        const replaced = replacePublished(
          world,
          this.#making(),
          kept?.replaced ?? NOTHING_REPLACED,
        );
        const now: Kept = { root: isDefault ? (this.#root ?? kept?.root ?? null) : null, replaced };
        if (JSON.stringify(now) !== JSON.stringify(kept)) environment.credentials = now;
      }),
    );
  }

  /** What opens the default world, if it is still there. */
  of(environment: Environment): FirstCredentials {
    const kept = environment.credentials as Kept | undefined;
    const { sessions = {}, passwords = {} } = kept?.replaced ?? {};
    const session = sessions[ADMIN_SESSION] ?? ADMIN_SESSION;
    const { accounts, sessions: all } = environment.world.repositories;
    const made = passwords[accounts.findByName(ADMIN)?.uuid ?? '']?.made;
    return {
      session: all.find(session) ? session : undefined,
      password: made ?? (this.#isMaking ? '<your own>' : 'password'),
    };
  }

  /** The session that everybody knows, where it opens the default world: a made one is never told to whoever asks. */
  published(environment: Environment): string | undefined {
    return this.of(environment).session === ADMIN_SESSION ? ADMIN_SESSION : undefined;
  }

  #making(): Making {
    const root = this.#root;
    if (!this.#isMaking || root === undefined) return undefined;
    return madeCredentials(keysFrom(() => root));
  }
}
