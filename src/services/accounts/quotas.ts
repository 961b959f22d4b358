import { apiError } from '../../core/api-error.js';
import { uuidFromName } from '../../core/uuid.js';
import type { Account } from '../../domain/account/account.js';
import { configNumber, type GlobalConfigName } from '../../domain/global-config.js';
import type { World } from '../../domain/world.js';

/** What a call wants to take of an account's quotas; null or 0 takes nothing. */
export interface QuotaRequest {
  readonly number: number;
  readonly bytes: number | null;
}

/** The quotas by their names, with the entries that say what a new account gets. */
const QUOTAS: Readonly<Record<'image.num' | 'image.size', GlobalConfigName>> = {
  'image.num': 'quotaImageNumber',
  'image.size': 'quotaImageSize',
};

/** An admin has none. */
export function giveDefaultQuotas(world: World, account: Account, now: number): void {
  if (account.type === 'SystemAdmin') return;
  const { quotas, globalConfig } = world.repositories;
  for (const [name, entry] of Object.entries(QUOTAS)) {
    quotas.insert({
      // The same for the same account in every run, as the other uuids of a seed are.
      uuid: uuidFromName(`quota ${name} of ${account.uuid}`),
      name,
      identityUuid: account.uuid,
      identityType: 'AccountVO',
      value: configNumber(globalConfig, entry),
      createDate: now,
      lastOpDate: now,
    });
  }
}

/**
 * Whether an account may take so much more: the size is looked at before the number.
 * @throws ID.1003
 */
export function checkQuota(world: World, accountUuid: string, asked: QuotaRequest): void {
  const { accounts, quotas } = world.repositories;
  const account = accounts.find(accountUuid);
  if (!account || account.type === 'SystemAdmin') return;
  const used = accounts.countImages(accountUuid);
  const looks = [
    ['image.size', used.bytes, asked.bytes ?? 0],
    ['image.num', used.number, asked.number],
  ] as const;
  for (const [name, taken, more] of looks) {
    const quota = quotas.find(accountUuid, name);
    if (!quota || more === 0 || taken + more <= quota.value) continue;
    throw apiError(
      'ID.1003',
      `quota exceeding.The resource owner(or target resource owner) account[uuid: ${account.uuid} name: ${account.name}] exceeds a quota[name: ${name}, value: ${quota.value}], Current used:${taken}, Request:${more}. Please contact the administrator.`,
    );
  }
}

/** Each quota of the account with what of it is used. */
export function quotaUsages(world: World, accountUuid: string) {
  const { accounts, quotas } = world.repositories;
  const { number, bytes } = accounts.countImages(accountUuid);
  const used: Readonly<Record<string, number>> = { 'image.num': number, 'image.size': bytes };
  const totals = new Map(quotas.list(accountUuid).map(({ name, value }) => [name, value]));
  return Object.keys(QUOTAS).map((name) => ({
    name,
    total: totals.get(name) ?? 0,
    used: used[name] ?? 0,
  }));
}
