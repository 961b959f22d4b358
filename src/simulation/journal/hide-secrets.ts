import {
  hideSecrets,
  hideSecretsInJson,
  hideSecretsInUrl,
  isSecretName,
} from '../../core/secrets.js';
import { HIDDEN } from '../../core/url-credentials.js';
import type { NumberedEntry } from './journal.js';

/** Also in JSON that is a text of JSON. */
const UUID_PAIR = /(\\*"uuid\\*"\s*:\s*)(\\*")[0-9a-f]{32}\\*"/g;
const SESSION_PATH = /(\/accounts\/sessions\/)[^/?]+/;

/** The url of an entry without secrets. */
export const withoutSecretsInUrl = (url: string): string =>
  hideSecretsInUrl(url).replace(SESSION_PATH, `$1${HIDDEN}`);

/** The entry without passwords, sessions, signatures and credentials, wherever they stand. */
export function withoutSecrets(entry: NumberedEntry): NumberedEntry {
  const isSession =
    /Log(In|Out)|Session/.test(entry.operation ?? '') || entry.answerBody.includes('expiredDate');
  const answer = hideSecretsInJson(entry.answerBody);
  return {
    ...entry,
    url: withoutSecretsInUrl(entry.url),
    headers: Object.fromEntries(
      Object.entries(entry.headers).map(([name, value]) => [name, hideInHeader(name, value)]),
    ),
    requestBody: hideSecretsInJson(entry.requestBody),
    // What a login answers is a session: its uuid is the key to everything.
    answerBody: isSession ? answer.replace(UUID_PAIR, `$1$2${HIDDEN}$2`) : answer,
    parameters: hideInFields(entry.parameters),
  };
}

function hideInHeader(name: string, value: string | string[] | undefined) {
  const text = [value ?? ''].flat().join(', ');
  if (!isSecretName(name)) return hideSecrets(text);
  // Only the scheme stays.
  return name.endsWith('authorization') ? `${text.split(' ', 1)[0]} ${HIDDEN}` : HIDDEN;
}

const hideInFields = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isSecretName(name) && value !== null ? HIDDEN : hideIn(value),
    ]),
  );

function hideIn(value: unknown): unknown {
  if (typeof value === 'string') return hideSecretsInJson(value);
  if (Array.isArray(value)) return value.map(hideIn);
  if (typeof value !== 'object' || value === null) return value;
  return hideInFields(value as Record<string, unknown>);
}
