import { z } from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { clientReport } from '../../simulation/client-report.js';

const counted = { operation: z.string(), field: z.string(), count: z.int() };

export const getClientReport = defineControl({
  name: 'GetClientReport',
  method: 'GET',
  paths: ['/v1/client-report'],
  summary: 'What clients did that they may not have meant, from what the journal holds',
  params: {},
  returns: {
    inventory: z.object({
      requests: z.int().describe('how many the report is made of'),
      unreadFields: z
        .array(z.object(counted))
        .describe('sent, and read by nothing; parameters of a query begin with ?'),
      wrongTypes: z
        .array(z.object({ ...counted, note: z.string() }))
        .describe('converted in silence, as the real system does'),
      failedJobsNeverPolled: z.array(z.object({ operation: z.string(), jobUuid: z.string() })),
      polling: z.array(
        z.object({
          jobUuid: z.string(),
          polls: z.int(),
          meanMilliseconds: z.number().nullable().describe('real time between two polls'),
          isTooFast: z.boolean().describe('more than ten a second'),
        }),
      ),
      unknownPaths: z.array(
        z.object({ request: z.string(), count: z.int(), nearest: z.string().nullable() }),
      ),
      notEmulated: z.array(z.object({ operation: z.string(), count: z.int() })),
      leftBehind: z.object({
        resources: z.array(
          z.object({
            uuid: z.string(),
            type: z.string(),
            name: z.string(),
            state: z.string().nullable(),
            status: z.string().nullable(),
          }),
        ),
        sessions: z.int().describe('of logins, not logged out and not expired'),
      }),
    }),
  },
  run: (environment) => ({ inventory: clientReport(environment) }),
});
