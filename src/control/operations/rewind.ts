import { z } from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { requiredPoint, wholeNumber } from '../../api/params.js';
import { conflict } from '../../core/control-error.js';
import { WRITE_KINDS, type KeptWrite } from '../../domain/write-history.js';
import { A_POINT, firstAfter } from '../point-of-history.js';

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

const MOST = 200;

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

export const listHistory = defineControl({
  name: 'ListHistory',
  method: 'GET',
  paths: ['/v1/history'],
  summary: 'The last writes of the world that can be taken back: what, when, by whom',
  params: { limit: wholeNumber('int', { numberRange: [1, MOST] }, MOST) },
  returns: { inventories: z.array(writeShape).describe('oldest first, the last `limit`') },
  run({ writes }, { limit }) {
    if (!writes) throw notKept();
    return { inventories: writes.slice(-limit).map(describeWrite) };
  },
});

export const rewind = defineControl({
  name: 'Rewind',
  method: 'POST',
  paths: ['/v1/rewind'],
  bodyKey: 'params',
  isJournalled: true,
  summary: 'Takes a write and all after it back: the world is as it was just before',
  params: { to: requiredPoint({ description: A_POINT }) },
  returns: { inventories: z.array(writeShape).describe('what was taken back, the last one first') },
  async run(environment, { to }) {
    const { clock } = environment.world;
    const { undone } = await environment.rewind(
      (writes) => firstAfter(to, writes, clock.now()),
      OWN,
    );
    return { inventories: undone.map(describeWrite) };
  },
});

/** The request itself is in the world. */
const OWN = 1;

const notKept = () => conflict('what takes writes back is not kept here: EMULATOR_REWIND is off');
