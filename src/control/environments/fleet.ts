import * as z from 'zod';
import { defineHost } from '../../api/define-operation.js';
import { optionalText, wholeNumber } from '../../api/params.js';
import { fleetOf } from './of-fleet.js';

const fleetWorldInventory = z.object({
  name: z.string(),
  number: z.int().describe('of its lease: grows with every replica that takes it'),
  state: z
    .enum(['held', 'free'])
    .describe(
      'free: whichever replica is asked for it takes it; held by one that is gone counts as held until then',
    ),
  replica: z.string().describe('who holds it, or held it last'),
  isHere: z.boolean().describe('whether it is the replica that was asked'),
  checkpointDate: z.string().describe('when it was stored last, ISO 8601'),
  bytes: z.int().describe('size of its database then'),
});

export const queryFleetWorld = defineHost({
  name: 'QueryFleetWorld',
  method: 'GET',
  paths: ['/v1/fleet/worlds'],
  summary: 'The worlds of all replicas that share a store, a page of them by their names',
  params: {
    after: optionalText({ description: 'names behind this one only' }),
    limit: wholeNumber('Integer', {
      numberRange: [1, 1000],
      description: 'so many at the most; default: 100',
    }),
  },
  returns: {
    inventories: fleetWorldInventory.array(),
    next: z.string().nullable().describe('`after` of the next page; null: this is the last one'),
  },
  async run(host, { after, limit }) {
    const { worlds, next } = await fleetOf(host).worlds(after, limit ?? 100);
    return { inventories: [...worlds], next };
  },
});
