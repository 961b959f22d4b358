import { z } from 'zod';
import { defineControl } from '../../api/define-operation.js';
import { requiredPoint, wholeNumber } from '../../api/params.js';
import { describeWrite, writeShape, writesOf } from '../describe-write.js';
import { A_POINT, firstAfter } from '../point-of-history.js';

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
  summary: 'Takes a write and all after it back: the world is as it was just before',
  params: { to: requiredPoint({ description: A_POINT }) },
  returns: { inventories: z.array(writeShape).describe('what was taken back, the last one first') },
  async run(environment, { to }) {
    writesOf(environment);
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
