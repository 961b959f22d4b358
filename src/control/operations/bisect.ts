import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { choice, optionalText } from '../../api/params.js';
import { bisected, writeShape } from '../describe-write.js';
import { FINDS, judgeOf } from '../judge-past.js';

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
    const { first, ...found } = await bisected(environment, judgeOf(law, zql, finds));
    return { inventory: first, ...found };
  },
});
