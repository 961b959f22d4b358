import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';

const verdict = z.object({
  law: z.string(),
  holds: z.boolean(),
  rows: z.array(z.record(z.string(), z.unknown())).describe('those that break it, 100 at most'),
});

export const listInvariants = defineControl({
  name: 'ListInvariants',
  method: 'GET',
  paths: ['/v1/invariants'],
  summary: 'Every law of a world, such as that capacity adds up, and whether it holds now',
  params: {},
  returns: { holds: z.boolean(), inventories: z.array(verdict) },
  async run(environment) {
    const inventories = await environment.verdictsInTurns();
    return { holds: inventories.every(({ holds }) => holds), inventories };
  },
});
