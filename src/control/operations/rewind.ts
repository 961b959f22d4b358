import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { optionalPoint, requiredPoint, wholeNumber } from '../../api/params.js';
import { describeReplay, replayShape } from '../describe-replay.js';
import { describeWrite, writeShape, writesOf } from '../describe-write.js';
import { A_POINT, rewoundBy } from '../point-of-history.js';

const MOST = 200;

export const listHistory = defineControl({
  name: 'ListHistory',
  method: 'GET',
  paths: ['/v1/history'],
  summary: 'The last writes of the world that can be taken back: what, when, by whom',
  params: { limit: wholeNumber('int', { numberRange: [1, MOST] }, MOST) },
  returns: { inventories: z.array(writeShape).describe('oldest first, the last `limit`') },
  run: (environment, { limit }) => ({
    inventories: writesOf(environment).slice(-limit).map(describeWrite),
  }),
});

export const rewind = defineControl({
  name: 'Rewind',
  method: 'POST',
  paths: ['/v1/rewind'],
  bodyKey: 'params',
  isJournalled: true,
  summary:
    'Takes a write and all after it back: the world is as it was just before; requests can be made again from there',
  params: {
    to: requiredPoint({ description: A_POINT }),
    replay: optionalPoint({
      description: `the requests that are taken back are made again up to just before this point, or all of them: end; a point is ${A_POINT}`,
    }),
  },
  returns: {
    inventories: z.array(writeShape).describe('what was taken back, the last one first'),
    replay: replayShape.nullable().describe('what was made again; null: nothing was to be'),
  },
  async run(environment, { to, replay }) {
    writesOf(environment);
    const { clock } = environment.world;
    const report = await environment.rewind(
      (writes) => rewoundBy(to, replay, writes, clock.now()),
      OWN,
    );
    return {
      inventories: report.undone.map(describeWrite),
      replay: report.replay ? describeReplay(report.replay) : null,
    };
  },
});

/** The request itself is in the world. */
const OWN = 1;
