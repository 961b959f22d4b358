import {
  assertTagOf,
  checkBootModes,
  isBootModeTag,
  isEphemeral,
} from '../../../domain/tag/system-tag-formats.js';
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

/** Tags of a resource: those that the emulator knows. */
export function tagsOf({ systemTags, userTags, report }: Cloud, type: string, uuid: string) {
  const known: string[] = [];
  for (const row of systemTags.get(uuid) ?? []) {
    const tag = textOf(row, 'tag') ?? '';
    if (!isKnown(type, tag, known)) {
      report.note('system tags that the emulator does not know', `${tag} of ${type} ${uuid}`);
      continue;
    }
    if (flagOf(row, 'inherent')) report.note('system tags that clients cannot remove', tag);
    known.push(tag);
  }
  const texts = (userTags.get(uuid) ?? []).map((row) => textOf(row, 'tag') ?? '');
  return { systemTags: known, userTags: [...new Set(texts)].filter(Boolean) };
}

function isKnown(type: string, tag: string, others: readonly string[]): boolean {
  try {
    assertTagOf(type, tag);
    checkBootModes([...others, tag].filter(isBootModeTag));
    return !isEphemeral(tag) && !others.includes(tag);
  } catch {
    return false;
  }
}
