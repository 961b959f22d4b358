import { apiError } from '../../core/api-error.js';
import { uuidFromName } from '../../core/uuid.js';
import { QUOTA_USES, type Account, type QuotaUse } from '../../domain/account/account.js';
import { configNumber, type GlobalConfigName } from '../../domain/global-config.js';
import type { World } from '../../domain/world.js';

/** The quotas by their names, with the entries that say what a new account gets. */
const QUOTAS = {
  'image.num': 'quotaImageNumber',
  'image.size': 'quotaImageSize',
  'volume.data.num': 'quotaDataVolumeNumber',
  'volume.capacity': 'quotaVolumeCapacity',
  'snapshot.volume.num': 'quotaSnapshotNumber',
  'vm.totalNum': 'quotaVmTotal',
  'vm.num': 'quotaVmRunning',
  'vm.cpuNum': 'quotaVmCpus',
  'vm.memorySize': 'quotaVmMemory',
  'l3.num': 'quotaL3Number',
  'securityGroup.num': 'quotaSecurityGroups',
  'ssh_key_pair.num': 'quotaSshKeyPairs',
  'vip.num': 'quotaVips',
  'eip.num': 'quotaEips',
} as const satisfies Readonly<Record<QuotaUse, GlobalConfigName>>;

/**
 * What a call wants to take of quotas, in the order in which they are looked at: what it says of itself first, what is
 * one of each kind last, as the real system has it. Null or 0 takes nothing.
 */
export type QuotaRequest = Readonly<
  Partial<Record<QuotaUse, number | null | (() => number | null)>>
>;

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
 * Whether an account may take so much more.
 * @throws ID.1003
 */
export function checkQuota(world: World, accountUuid: string, asked: QuotaRequest): void {
  const { accounts, quotas } = world.repositories;
  const account = accounts.find(accountUuid);
  if (!account || account.type === 'SystemAdmin') return;
  for (const [key, request] of Object.entries(asked)) {
    const name = key as QuotaUse;
    const more = typeof request === 'function' ? request() : request;
    const quota = quotas.find(accountUuid, name);
    if (!quota || more === null || more === 0) continue;
    const taken = quotas.used(accountUuid, name);
    if (taken + more <= quota.value) continue;
    throw apiError(
      'ID.1003',
      `quota exceeding.The resource owner(or target resource owner) account[uuid: ${account.uuid} name: ${account.name}] exceeds a quota[name: ${name}, value: ${quota.value}], Current used:${taken}, Request:${more}. Please contact the administrator.`,
    );
  }
}

/** Each quota of the account with what of it is used. */
export function quotaUsages(world: World, accountUuid: string) {
  const { quotas } = world.repositories;
  const totals = new Map(quotas.list(accountUuid).map(({ name, value }) => [name, value]));
  return QUOTA_USES.map((name) => ({
    name,
    total: totals.get(name) ?? 0,
    used: quotas.used(accountUuid, name),
  }));
}
