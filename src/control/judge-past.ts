import { QUERIES } from '../api/operations/zql/queries.js';
import { runZql } from '../api/zql/run-zql.js';
import { ApiError } from '../core/api-error.js';
import { invalid } from '../core/control-error.js';
import { didYouMean } from '../core/nearest.js';
import { ADMIN } from '../services/accounts/sessions.js';
import type { Judge, PastWorld } from '../simulation/environment-control.js';

/** What a statement must find. */
export const FINDS = ['something', 'nothing'] as const;

/**
 * Whether a world keeps a law, or a statement of ZQL finds what it must.
 * @throws {ControlError} `invalid` unless it is one of both
 */
export function judgeOf(
  law: string | null,
  zql: string | null,
  finds: (typeof FINDS)[number],
): Judge {
  if ((law === null) === (zql === null)) {
    throw invalid('expected a law or a statement of zql that must hold: give one of them');
  }
  if (law === null) {
    return async (past) => (await found(past, zql ?? '')) === (finds === 'something');
  }
  return ({ laws, keeps }) => {
    if (laws.includes(law)) return keeps(law);
    throw invalid(
      `there is no law '${law}'${didYouMean(law, laws)}; GET /emulator/v1/invariants lists all`,
    );
  };
}

/** Whether a statement finds something. @throws (rejects) {ControlError} `invalid` when it cannot be answered */
async function found({ queries }: PastWorld, zql: string): Promise<boolean> {
  try {
    const results = await queries.inTime(() => runZql(queries, QUERIES, zql, ADMIN));
    return results.some(({ inventories, total }) => (inventories?.length ?? total ?? 0) > 0);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Without where in the real system's code it would have been.
    const why = error.errorCode.details.replace(
      /^unhandled exception happened when calling .*?\), /,
      '',
    );
    throw invalid(`the statement cannot be answered: ${why}`);
  }
}
