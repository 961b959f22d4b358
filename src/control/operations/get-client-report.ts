import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { FINDING_KINDS } from '../../simulation/client-findings.js';
import { clientReport } from '../../simulation/client-report.js';

const occurred = {
  count: z.int(),
  requests: z.array(z.int()).describe('numbers in the journal of the first three'),
};
const ofField = { operation: z.string(), field: z.string(), ...occurred };
const request = z.int().describe('its number in the journal');

export const getClientReport = defineControl({
  name: 'GetClientReport',
  method: 'GET',
  paths: ['/v1/client-report'],
  summary: 'What clients did that they may not have meant, from what the journal holds',
  params: {},
  returns: {
    inventory: z.object({
      requests: z.int().describe('how many the report is made of'),
      firstRequest: z
        .int()
        .nullable()
        .describe('the number of the oldest of them: those before it are forgotten'),
      unreadFields: z
        .array(z.object({ ...ofField, nearest: z.string().nullable() }))
        .describe('sent, and read by nothing; parameters of a query begin with ?'),
      wrongTypes: z
        .array(z.object({ ...ofField, note: z.string() }))
        .describe('converted in silence, as the real system does'),
      missingQ: z
        .array(z.object(ofField))
        .describe('conditions of a query that are read only behind q='),
      deprecated: z
        .array(
          z.object({
            operation: z.string(),
            release: z.string().describe('the first one that has it not, or otherwise'),
            note: z.string(),
            instead: z.string().nullable(),
            ...occurred,
          }),
        )
        .describe('what later releases than that of the environment have not'),
      failedJobsNeverPolled: z.array(
        z.object({ operation: z.string(), jobUuid: z.string(), request }),
      ),
      polling: z.array(
        z.object({
          jobUuid: z.string(),
          polls: z.int(),
          meanMilliseconds: z.number().nullable().describe('real time between two polls'),
          isTooFast: z.boolean().describe('more than ten a second'),
        }),
      ),
      unknownPaths: z.array(
        z.object({ request: z.string(), nearest: z.string().nullable(), ...occurred }),
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
            request,
          }),
        ),
        sessions: z.int().describe('of logins, not logged out and not expired'),
        uploads: z
          .array(z.object({ imageUuid: z.string(), jobUuid: z.string(), request }))
          .describe('which wait for bytes'),
        jobs: z
          .array(z.object({ operation: z.string().nullable(), jobUuid: z.string(), request }))
          .describe('without an end'),
      }),
      findings: z
        .array(
          z.object({
            kind: z.enum(FINDING_KINDS),
            what: z.string().describe('in words'),
            meant: z.string().nullable().describe('what was most likely meant'),
            count: z.int(),
            examples: z.array(z.string()).describe('the first three requests, without secrets'),
          }),
        )
        .describe('the same in words, 50 of each kind (docs/verify-clients.md)'),
      counts: z.record(z.enum(FINDING_KINDS), z.int()).describe('how many findings of each kind'),
    }),
  },
  run: (environment) => ({ inventory: clientReport(environment) }),
});
