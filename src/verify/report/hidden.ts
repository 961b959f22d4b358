import { isSecretName, hideSecrets } from '../../core/secrets.js';
import type { Exchange } from '../client/client.js';
import type { Verdict } from '../run/verdict.js';

const HIDDEN = '***';

/** What was sent and answered, without what nobody else may see. */
export const hidden = (verdict: Verdict): Verdict => ({
  ...verdict,
  exchanges: verdict.exchanges.map(({ method, path, body, status, answer }): Exchange => ({
    method,
    path: path.replace(/(\/sessions\/)[^/?]+/, `$1${HIDDEN}`),
    ...(body === undefined ? {} : { body: without(body) }),
    status,
    answer: path.endsWith('/login') ? HIDDEN : without(answer),
  })),
});

function without(value: unknown): unknown {
  if (typeof value === 'string') return hideSecrets(value);
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, isSecretName(key) ? HIDDEN : without(one)]),
  );
}
