import * as z from 'zod';
import { conflict } from '../core/control-error.js';
import { WRITE_KINDS, type KeptWrite } from '../domain/write-history.js';
import type { EnvironmentControl, Judge } from '../simulation/environment-control.js';

export const writeShape = z.object({
  id: z.string().describe('such as w17: counts all writes of the environment'),
  date: z.string().describe('ISO 8601, of the environment'),
  kind: z
    .enum(WRITE_KINDS)
    .describe(
      "call: of the image API; step: of a job, due later; chore: the world's own work; hand: of the emulator's own API",
    ),
  what: z.string().describe('an operation, a chore, or a flow with its step'),
  accountUuid: z.string().nullable(),
  jobUuid: z.string().nullable(),
  request: z
    .int()
    .nullable()
    .describe('its number in the journal; null: no request, or before a restart'),
  commit: z.int().describe('writes that survive a kill only together have the same'),
  count: z.int().describe('chores one after the other are kept as one: so many'),
  bytes: z.int().describe('what is kept to take it back'),
});

/** A write as the emulator's own API tells it. */
export const describeWrite = ({
  id,
  date,
  origin,
  commit,
  count,
  bytes,
}: KeptWrite): z.infer<typeof writeShape> => ({
  id: `w${id}`,
  date: new Date(date).toISOString(),
  kind: origin.kind,
  what: origin.name,
  accountUuid: origin.accountUuid,
  jobUuid: origin.jobUuid,
  request: origin.request,
  commit,
  count,
  bytes,
});

/** The writes of an environment that can be taken back. @throws {ControlError} `conflict` where none are kept */
export function writesOf({ writes }: Pick<EnvironmentControl, 'writes'>): readonly KeptWrite[] {
  if (writes) return writes;
  throw conflict(
    'what takes writes back is not kept here, as EMULATOR_REWIND is off: start the emulator with EMULATOR_REWIND=on. Snapshots can be taken and restored all the same',
  );
}

/** The first write after which a verdict is good no more, as it is told. */
export async function bisected(environment: EnvironmentControl, judge: Judge) {
  writesOf(environment);
  const { first, holds, held, writes } = await environment.bisect(judge);
  return { first: first ? describeWrite(first) : null, holds, held, count: writes };
}
