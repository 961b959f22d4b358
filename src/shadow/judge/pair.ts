import { hideSecretsInJson, hideSecretsInUrl } from '../../core/secrets.js';
import type { Exchange } from '../exchange.js';
import type { Answered } from './compare-answers.js';
import type { Judged, Pair } from './verdict.js';

/** So much of a body is shown. */
const LONGEST = 4_000;
const HIDDEN = '***';

/** What a report shows of an exchange: cut, and without what nobody else may see. */
export function pairOf(
  { method, path }: Exchange,
  sent: string,
  cloud: Answered,
  emulator: Answered,
): Pair {
  const isSession = isOfSession(path);
  const body = (text: string) => (isSession ? HIDDEN : cut(hideSecretsInJson(text)));
  return {
    method,
    path: cut(hideSecretsInUrl(path).replace(/(\/accounts\/sessions\/)[^/?]+/, `$1${HIDDEN}`)),
    body: cut(hideSecretsInJson(sent)),
    cloud: { status: cloud.status, body: body(cloud.text) },
    emulator: { status: emulator.status, body: body(emulator.text) },
  };
}

/** A session's uuid is the key to everything. */
export const withoutSession = (path: string, difference: Judged): Judged =>
  isOfSession(path)
    ? {
        ...difference,
        subject: undefined,
        row: undefined,
        cloud: withoutUuids(difference.cloud),
        emulator: withoutUuids(difference.emulator),
      }
    : difference;

const isOfSession = (path: string) => /\/v1\/accounts\/(?:.*login|sessions\/)/i.test(path);

const withoutUuids = (text: string) => text.replaceAll(/[0-9a-f]{32}/g, HIDDEN);

const cut = (text: string) =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
