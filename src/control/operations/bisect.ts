import { z } from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { QUERIES } from '../../api/operations/zql/queries.js';
import { choice, optionalText } from '../../api/params.js';
import { runZql } from '../../api/zql/run-zql.js';
import { ApiError } from '../../core/api-error.js';
import { invalid } from '../../core/control-error.js';
import { didYouMean } from '../../core/nearest.js';
import { ADMIN } from '../../services/accounts/sessions.js';
import type { Judge, PastWorld } from '../../simulation/environment-control.js';
import { describeWrite, writeShape, writesOf } from '../describe-write.js';

const FINDS = ['something', 'nothing'] as const;

export const bisect = defineControl({
  name: 'Bisect',
  method: 'POST',
  paths: ['/v1/bisect'],
  bodyKey: 'params',
  summary:
    'Finds the first write of the history after which a law or a query does not hold any more',
  params: {
    law: optionalText({ description: 'a law that must hold, as GET /v1/invariants names it' }),
    zql: optionalText({
      description: 'a statement of ZQL that must find something: query or count',
    }),
    finds: choice(FINDS, 'something', { description: 'what the statement must find' }),
  },
  returns: {
    inventory: writeShape
      .nullable()
      .describe('before it held, after it did not; null: there is no such write in the history'),
    holds: z.boolean().describe('whether it holds now'),
    held: z.boolean().describe('whether it held before the oldest write of the history'),
    count: z.int().describe('how many writes were looked at'),
  },
  async run(environment, { law, zql, finds }) {
    writesOf(environment);
    const { first, holds, held, writes } = await environment.bisect(judgeOf(law, zql, finds));
    return { inventory: first ? describeWrite(first) : null, holds, held, count: writes };
  },
});

function judgeOf(law: string | null, zql: string | null, finds: (typeof FINDS)[number]): Judge {
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
    throw invalid(`the statement cannot be answered: ${error.errorCode.details}`);
  }
}
