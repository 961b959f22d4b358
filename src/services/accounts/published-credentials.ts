import type { Keys } from '../../core/keys.js';
import { clientPasswordDigest, hashPassword, isPassword } from '../../domain/account/password.js';
import type { World } from '../../domain/world.js';
import { EVERYTHING } from '../../query/query.js';

/** What opens a world and stands in the seeds and documents of this project, for everybody to read. */
export const PUBLISHED = {
  sessions: [
    '5e55000000004000800000000000ad01',
    '5e5500000000400080000000000a11ce',
    '5e550000000040008000000000000e4d',
  ],
  passwords: [
    'password',
    'alice-password',
    'tenant-password',
    'second',
    'p\'w"d \u00e9\u4e2d\u{1F511}',
  ],
  secrets: ['edge-cases-secret-0123456789'],
  accessKeys: ['EDGECASESACCESSKEY01', 'EDGECASESACCESSKEY02'],
} as const;

/** What was replaced in a world by what. It lies in the world. */
export interface Replaced {
  /** Made uuids by published ones. */
  readonly sessions: Readonly<Record<string, string>>;
  /** By the uuid of the account or the user. */
  readonly passwords: Readonly<
    Record<string, { readonly published: string; readonly made: string }>
  >;
  /** By the id of the access key. */
  readonly secrets: Readonly<Record<string, { readonly published: string; readonly made: string }>>;
}

export const NOTHING_REPLACED: Replaced = { sessions: {}, passwords: {}, secrets: {} };

/** Published sessions, passwords and secrets as they are with some keys: a made-up one for each. */
export const madeCredentials = (keys: Keys) => ({
  session: (published: string) => keys.uuid(`published/session/${published}`),
  password: (account: string) => keys.of(`published/password/${account}`, 20),
  secret: (keyId: string) => keys.of(`published/secret/${keyId}`, 40),
});

/** Without keys: what was published stands again. */
export type Making = ReturnType<typeof madeCredentials> | undefined;

/**
 * Lets nothing open a world that everybody can read somewhere; what the owner of an account has changed is
 * left alone. Answers what is replaced now. Belongs into a transaction.
 */
export function replacePublished(world: World, making: Making, before: Replaced): Replaced {
  return {
    sessions: replaceSessions(world, making, before.sessions),
    passwords: replacePasswords(world, making, before.passwords),
    secrets: replaceSecrets(world, making, before.secrets),
  };
}

function replaceSessions(
  { repositories: { sessions } }: World,
  making: Making,
  before: Replaced['sessions'],
): Replaced['sessions'] {
  const after: Record<string, string> = {};
  for (const published of PUBLISHED.sessions) {
    const current = before[published] ?? published;
    const wanted = making?.session(published) ?? published;
    const session = sessions.find(current);
    if (!session) continue;
    if (wanted !== current) {
      sessions.remove(current);
      sessions.insert({ ...session, uuid: wanted });
    }
    if (making) after[published] = wanted;
  }
  return after;
}

function replacePasswords(
  world: World,
  making: Making,
  before: Replaced['passwords'],
): Replaced['passwords'] {
  const after: Record<string, { published: string; made: string }> = {};
  const isKnown = comparing();
  for (const { uuid, name, passwordHash, change } of holders(world)) {
    const replaced = before[uuid];
    const candidates = replaced ? [replaced.made] : making ? PUBLISHED.passwords : [];
    const current = candidates.find((one) => isKnown(one, passwordHash));
    if (current === undefined) continue;
    const published = replaced?.published ?? current;
    const wanted = making?.password(name) ?? published;
    if (wanted !== current) {
      const [salt = ''] = passwordHash.split(':');
      const hash = hashPassword(clientPasswordDigest(wanted), salt);
      change({ passwordHash: hash }, world.clock.now());
    }
    if (making) after[uuid] = { published, made: wanted };
  }
  return after;
}

/** Whoever has a password: accounts and their users. A page of each, as the seeds that publish passwords have fewer. */
function holders({ queries, repositories: { accounts, users } }: World) {
  return [
    ...queries.accounts.query(EVERYTHING, undefined).rows.map((account) => ({
      ...account,
      change: (change: { passwordHash: string }, now: number) =>
        accounts.update(account, change, now),
    })),
    ...queries.users.query(EVERYTHING, undefined).rows.map((user) => ({
      ...user,
      name: `${user.accountUuid}/${user.name}`,
      change: (change: { passwordHash: string }, now: number) => users.update(user, change, now),
    })),
  ];
}

/** Equal hashes are looked at once: each look takes 3 ms, and a seed gives many accounts the same password. */
function comparing() {
  const known = new Map<string, boolean>();
  return (password: string, hash: string): boolean => {
    const key = `${hash} ${password}`;
    const found = known.get(key) ?? isPassword(clientPasswordDigest(password), hash);
    known.set(key, found);
    return found;
  };
}

function replaceSecrets(
  { repositories: { accessKeys } }: World,
  making: Making,
  before: Replaced['secrets'],
): Replaced['secrets'] {
  const after: Record<string, { published: string; made: string }> = {};
  for (const id of PUBLISHED.accessKeys) {
    const key = accessKeys.findByKeyId(id);
    const current =
      before[id]?.made ?? PUBLISHED.secrets.find((one) => one === key?.accessKeySecret);
    if (!key || current === undefined || key.accessKeySecret !== current) continue;
    const published = before[id]?.published ?? current;
    const wanted = making?.secret(id) ?? published;
    if (wanted !== current) {
      accessKeys.remove(key.uuid);
      accessKeys.insert({ ...key, accessKeySecret: wanted });
    }
    if (making) after[id] = { published, made: wanted };
  }
  return after;
}
