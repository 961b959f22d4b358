import * as z from 'zod';
import type { AgainAnswered, ReplayReport } from '../simulation/environment-control.js';

const againShape = z.object({
  before: z.string().describe('the write that it had begun with, such as w17'),
  id: z.string().nullable().describe('the write that it began with now; null: it wrote nothing'),
  what: z.string(),
  request: z.int().nullable().describe('its number in the journal; null: before a restart'),
  jobUuid: z.string().nullable(),
  status: z
    .int()
    .nullable()
    .describe('0: its connection was cut; null: its answer is not there yet'),
  statusBefore: z.int().nullable().describe('null: nobody knows it'),
  isSame: z
    .boolean()
    .nullable()
    .describe('whether status and body are those of before; null: nobody knows these'),
});

export const replayShape = z.object({
  requests: z.array(againShape).describe('what was made again, in order'),
  different: z.array(againShape).describe('those of them that were answered otherwise than before'),
  stopped: z
    .object({
      before: z.string(),
      what: z.string(),
      request: z.int().nullable(),
      reason: z.string(),
    })
    .nullable()
    .describe('what could not be made again, and why: the world stands just before it'),
});

/** What was made again, as the emulator's own API tells it. */
export function describeReplay({ answered, stopped }: ReplayReport): z.infer<typeof replayShape> {
  const requests = answered.map(describe);
  return {
    requests,
    different: requests.filter(({ isSame }) => isSame === false),
    stopped: stopped
      ? {
          before: `w${stopped.write.id}`,
          what: stopped.write.origin.name,
          request: stopped.write.origin.request,
          reason: stopped.reason,
        }
      : null,
  };
}

const describe = ({
  write,
  id,
  status,
  before,
  isSame,
}: AgainAnswered): z.infer<typeof againShape> => ({
  before: `w${write.id}`,
  id: id === undefined ? null : `w${id}`,
  what: write.origin.name,
  request: write.origin.request,
  jobUuid: write.origin.jobUuid,
  status,
  statusBefore: before,
  isSame: isSame ?? null,
});
