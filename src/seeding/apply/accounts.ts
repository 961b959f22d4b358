import type { Account } from '../../domain/account/account.js';
import { ADMIN_ACCOUNT_UUID } from '../../domain/account/account.js';
import { clientPasswordDigest, hashPassword } from '../../domain/account/password.js';
import { giveDefaultQuotas } from '../../services/accounts/quotas.js';
import { giveDefaultPolicy } from '../../services/users/users.js';
import type { EntryOf } from '../schema/world.js';
import type { Made } from '../values.js';
import { Refused, type Filling } from './filling.js';
import { tag } from './tags.js';

// Far enough for any test: the year 9999.
const NEVER = Date.UTC(9999, 11, 31);

const hashes = new WeakMap<Filling, Map<string, string>>();

/** Equal passwords have one salt: a hash takes 3 ms, and thousands of accounts may share one. */
function hashOf(filling: Filling, password: string): string {
  const known = hashes.get(filling) ?? new Map<string, string>();
  hashes.set(filling, known);
  let hash = known.get(password);
  if (hash === undefined) {
    hash = hashPassword(clientPasswordDigest(password), filling.derive('salt', password));
    if (known.size < 1000) known.set(password, hash);
  }
  return hash;
}

export function fillAccount(filling: Filling, made: Made<EntryOf<'accounts'>>): void {
  const { world } = filling;
  const uuid = filling.uuidOf('account', made);
  const isFirst = uuid === ADMIN_ACCOUNT_UUID;
  const dates = filling.datesOf(made);
  const account: Account = {
    uuid,
    name: made.name,
    description: made.description,
    type: isFirst ? 'SystemAdmin' : made.type,
    passwordHash: hashOf(filling, made.password),
    ...dates,
  };
  const quotas = Object.entries(made.quotas).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  if (account.type === 'SystemAdmin' && quotas.length > 0) {
    throw new Refused('an admin has no quotas');
  }
  filling.write(() => {
    world.repositories.accounts.insert(account);
    giveDefaultPolicy(world, account, dates.createDate);
    giveDefaultQuotas(world, account, dates.createDate);
    for (const [name, value] of quotas) {
      const quota = world.repositories.quotas.find(uuid, name);
      if (quota) world.repositories.quotas.save(quota, value, dates.createDate);
    }
  });
  tag(filling, 'AccountVO', uuid, made, dates.createDate);
}

export function fillSession(filling: Filling, made: Made<EntryOf<'sessions'>>): void {
  const { accounts, sessions } = filling.world.repositories;
  const uuid = filling.checkUuid(made.uuid);
  const accountUuid = filling.find('account', made.account);
  const createDate = made.createDate === undefined ? filling.now : filling.timeOf(made.createDate);
  filling.write(() =>
    sessions.insert({
      uuid,
      accountUuid,
      userUuid: accountUuid,
      userType: accounts.find(accountUuid)?.type ?? 'Normal',
      expiredDate: made.expires === undefined ? NEVER : filling.timeOf(made.expires),
      isPermanent: made.expires === undefined,
      createDate,
    }),
  );
}

export function fillAccessKey(filling: Filling, made: Made<EntryOf<'accessKeys'>>): void {
  const accountUuid = filling.find('account', made.account);
  const dates = filling.datesOf(made);
  filling.write(() =>
    filling.world.repositories.accessKeys.insert({
      uuid: filling.uuidOf('access-key', { ...made, name: made.id }),
      description: made.description,
      accountUuid,
      userUuid: accountUuid,
      accessKeyId: made.id,
      accessKeySecret: made.secret,
      state: made.state,
      ...dates,
    }),
  );
}
