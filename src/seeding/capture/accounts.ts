import { ADMIN_ACCOUNT_UUID, QUOTA_USES } from '../../domain/account/account.js';
import { ACCESS_KEY_STATES } from '../../domain/account/access-key.js';
import { findGlobalConfig } from '../../domain/global-config.js';
import type { Cloud } from './cloud.js';
import { datesOf, isRow, numberOf, textOf, uuidOf, wordOf, type Row } from './rows.js';
import { tagsOf } from './tags.js';

/** Nobody tells a password: after the capture all accounts have this one. */
const PASSWORD = 'password';

export function accountOf(cloud: Cloud, row: Row) {
  const uuid = uuidOf(row);
  const isFirst = uuid === ADMIN_ACCOUNT_UUID;
  const type = textOf(row, 'type') === 'SystemAdmin' ? 'SystemAdmin' : 'Normal';
  const naming = cloud.keys.naming('account', row);
  const quotas = type === 'SystemAdmin' ? [] : (cloud.quotas.get(uuid) ?? []);
  return {
    ...naming,
    ...(isFirst ? { name: 'admin', key: undefined, uuid: undefined } : {}),
    type,
    password: PASSWORD,
    quotas: Object.fromEntries(
      quotas
        .map((quota) => [wordOf(quota, 'name'), numberOf(quota, 'value')] as const)
        .filter(([name]) => isQuota(cloud, name)),
    ),
    ...tagsOf(cloud, 'AccountVO', uuid),
    ...datesOf(row),
  };
}

function isQuota({ report }: Cloud, name: string): boolean {
  if (QUOTA_USES.some((known) => known === name)) return true;
  report.note('quotas that the emulator does not know', name);
  return false;
}

export function accessKeyOf({ keys, report }: Cloud, row: Row) {
  const id = wordOf(row, 'AccessKeyID');
  const secret = textOf(row, 'AccessKeySecret');
  if (secret === null) report.note('secrets of access keys: each is `unknown`', id);
  const account = textOf(row, 'accountUuid');
  const user = textOf(row, 'userUuid');
  if (user !== null && user !== account) report.note('users of access keys', id);
  return {
    id,
    secret: secret ?? 'unknown',
    uuid: uuidOf(row),
    account: keys.of('account', account),
    description: textOf(row, 'description'),
    state: report.oneOf(
      'states of access keys',
      textOf(row, 'state'),
      ACCESS_KEY_STATES,
      'Enabled',
      id,
    ),
    ...datesOf(row),
  };
}

/** What differs from the defaults, of what the emulator reads. */
export function globalConfigOf({ globalConfigs, report }: Cloud): Record<string, string> {
  const changed: Record<string, string> = {};
  for (const row of globalConfigs) {
    const category = wordOf(row, 'category');
    const name = wordOf(row, 'name');
    const value = wordOf(row, 'value');
    const entry = findGlobalConfig(category, name);
    if ((entry?.defaultValue ?? textOf(row, 'defaultValue')) === value) continue;
    try {
      entry?.validate(value);
      if (entry) changed[`${category}/${name}`] = value;
      else
        report.note('global configuration that the emulator does not read', `${category}/${name}`);
    } catch {
      report.note('values of the configuration that the emulator refuses', `${category}/${name}`);
    }
  }
  return changed;
}

/** A long job that has ended; undefined for others. */
export function longJobOf(cloud: Cloud, row: Row) {
  const state = textOf(row, 'state');
  const { keys, report } = cloud;
  const uuid = uuidOf(row);
  if (state !== 'Succeeded' && state !== 'Failed' && state !== 'Canceled') return undefined;
  const target = textOf(row, 'targetResourceUuid');
  const result = textOf(row, 'jobResult');
  const data = parsed(wordOf(row, 'jobData'));
  if (!isRow(data)) report.note('data of long jobs that is no JSON', uuid);
  return {
    ...keys.naming('long-job', row),
    account: keys.of('account', cloud.owners.get(uuid) ?? null),
    jobName: textOf(row, 'jobName') ?? 'unknown',
    jobData: isRow(data) ? data : {},
    state,
    result: result ?? undefined,
    apiId: textOf(row, 'apiId') ?? undefined,
    image: keys.orUuid('image', target) ?? undefined,
    executeTime: Math.max(1, numberOf(row, 'executeTime')),
    ...tagsOf(cloud, 'LongJobVO', uuid),
    ...datesOf(row),
  };
}

/** JSON of a text, or undefined. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
