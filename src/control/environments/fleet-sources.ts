import * as z from 'zod';
import { defineHost } from '../../api/define-operation.js';
import { choice, optionalText, requiredText, wholeNumber } from '../../api/params.js';
import { HISTORIES } from '../../domain/history.js';
import { fleetOf } from './of-fleet.js';

const PATH = '/v1/fleet/sources';

// No `name` in a path that names no environment: that one would be fetched.
const SOURCE = requiredText({ description: 'name of the seed or the export' });

const fleetSourceInventory = z.object({
  name: z.string(),
  kind: z.enum(['seed', 'export']).nullable().describe('null: see `problem`'),
  bytes: z.int().nullable().describe('size of the text, or of the database with its real images'),
  keptDate: z.string().nullable().describe('when it was kept, ISO 8601'),
  replica: z.string().nullable().describe('who kept it'),
  problem: z.string().nullable().describe('why nothing can be made of it; null: all is well'),
  text: z.string().nullish().describe('of a seed, where one is asked for by its name'),
});

export const queryFleetSource = defineHost({
  name: 'QueryFleetSource',
  method: 'GET',
  paths: [PATH, `${PATH}/{source}`],
  summary: 'The seeds and exports of all replicas, a page of them by their names; or one',
  params: {
    source: optionalText(),
    after: optionalText({ description: 'names behind this one only' }),
    limit: wholeNumber('Integer', {
      numberRange: [1, 1000],
      description: 'so many at the most; default: 100',
    }),
  },
  returns: {
    inventories: fleetSourceInventory.array(),
    next: z.string().nullable().describe('`after` of the next page; null: this is the last one'),
  },
  async run(host, { source, after, limit }) {
    const shared = fleetOf(host).sources;
    if (source !== null) return { inventories: [await shared.find(source)], next: null };
    const { sources, next } = await shared.list(after, limit ?? 100);
    return { inventories: [...sources], next };
  },
});

export const keepFleetSeed = defineHost({
  name: 'KeepFleetSeed',
  method: 'PUT',
  paths: [`${PATH}/{source}`],
  bodyKey: 'params',
  summary: 'Keeps a seed for all replicas, or another one in its place',
  params: { source: SOURCE, seed: requiredText({ description: 'its text, YAML or JSON' }) },
  returns: { inventory: fleetSourceInventory },
  async run(host, { source, seed }) {
    return { inventory: await fleetOf(host).sources.keepSeed(source, seed) };
  },
});

export const keepFleetExport = defineHost({
  name: 'KeepFleetExport',
  method: 'PUT',
  paths: ['/v1/environments/{name}/export/{source}'],
  bodyKey: 'params',
  summary: 'Keeps a world as it is now for all replicas, or in the place of an earlier export',
  params: {
    name: requiredText({ description: 'name of the environment' }),
    source: SOURCE,
    history: choice(HISTORIES, 'all', {
      description: 'all of the jobs and events, or of a long history the last of them',
    }),
    secrets: choice(['omit', 'keep'], 'omit', {
      description: 'whether sessions, access keys and passwords go along',
    }),
  },
  returns: { inventory: fleetSourceInventory },
  async run(host, { name, source, history, secrets }) {
    const options = { history, keepsSecrets: secrets === 'keep' };
    return { inventory: await fleetOf(host).sources.keepExport(source, name, options) };
  },
});

export const deleteFleetSource = defineHost({
  name: 'DeleteFleetSource',
  method: 'DELETE',
  paths: [`${PATH}/{source}`],
  summary: 'Forgets a seed or an export of all replicas; worlds that were made of it stay',
  params: { source: SOURCE },
  returns: {},
  async run(host, { source }) {
    await fleetOf(host).sources.remove(source);
    return {};
  },
});
