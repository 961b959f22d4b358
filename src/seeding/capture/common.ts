import type { Cloud } from './cloud.js';
import { flagOf, textOf } from './rows.js';

/** Names of the accounts behind uuids; what belongs to nobody is the admin's. */
export function ownerOf({ owners, keys }: Cloud, uuid: string): string | undefined {
  const owner = keys.of('account', owners.get(uuid) ?? null);
  return owner === 'admin' ? undefined : owner;
}

export function sharedWith({ shared, keys, report }: Cloud, uuid: string) {
  const rows = shared.get(uuid) ?? [];
  const accounts = rows
    .map((row) => keys.of('account', textOf(row, 'receiverAccountUuid')))
    .filter((key) => key !== undefined);
  if (!rows.some((row) => flagOf(row, 'toPublic'))) return accounts;
  if (accounts.length > 0) report.note('accounts that share what everybody may use', accounts[0]);
  return 'everybody' as const;
}
