import { load } from 'js-yaml';
import { caseFileSchema, type Case } from '../../src/verify/cases/case';
import { readBook } from '../../src/verify/cases/read-book';
import { Client } from '../../src/verify/client/client';
import { readFacts } from '../../src/verify/facts/facts';
import { newChance, newRun } from '../../src/verify/run/context';
import { run } from '../../src/verify/run/run';
import { TestEmulator, type Json } from '../support/emulator';
import { targetAt, choose, unseen } from '../verify/target';
import { Beside } from './beside';
import { ChangedCloud, ofBody, ofRows, type Change } from './changed-cloud';

/** Tries cases on an API. */
async function statesOf(url: string, cases: readonly Case[]): Promise<string[]> {
  const target = targetAt(`${url}/zstack`);
  const client = new Client(target);
  await client.open();
  const { verdicts } = await run(
    {
      client,
      facts: readFacts(),
      book: readBook(),
      prefix: target.prefix,
      run: newRun(newChance()),
      locale: 'en',
      patience: 1_000,
      chance: newChance(),
      given: {},
    },
    cases,
    choose({ writes: true, disturbs: ['*'] }),
    unseen,
  );
  await client.close();
  return verdicts.map(({ state }) => state);
}

const zoneOf = async (beside: Beside): Promise<Json> =>
  beside.make('POST', '/zones', { params: { name: 'z', description: 'here' } });

const WAYS: readonly (readonly [string, Change, (beside: Beside) => Promise<unknown>])[] = [
  [
    'another code and other words',
    {
      at: ({ method, body }) => method === 'POST' && !body.includes('name'),
      answer: ofBody(({ error }) => Object.assign(error, { code: 'SYS.1006', details: 'no name' })),
    },
    (beside) => beside.call('POST', '/zones', { params: {} }),
  ],
  [
    'a field that it has not',
    {
      at: ({ method, path }) => method === 'GET' && path.startsWith('/zones'),
      answer: ofRows((row) => delete row.state),
    },
    async (beside) => beside.call('GET', `/zones?q=uuid=${(await zoneOf(beside)).uuid}`),
  ],
  [
    'a value of its own',
    {
      at: ({ body }) => body.includes('changeZoneState'),
      answer: ofBody(({ inventory }) => (inventory.state = 'Enabled')),
    },
    async (beside) =>
      beside.call('PUT', `/zones/${(await zoneOf(beside)).uuid}/actions`, {
        changeZoneState: { stateEvent: 'disable' },
      }),
  ],
];

test.each(WAYS)(
  '%s: a case is written that holds in the cloud, and not of the emulator',
  async (_what, change, act) => {
    const emulator = await TestEmulator.start({ realTime: true });
    const cloud = await ChangedCloud.start(emulator.url);
    const beside = await Beside.start(cloud.url);
    cloud.change = change;
    await act(beside);
    const texts = (await beside.judged()).flatMap((verdict) => verdict.case ?? []);
    expect(texts).toHaveLength(1);
    const { operation, source, cases } = caseFileSchema.parse(load(texts[0] ?? ''));
    const all = cases.map((one) => ({ ...one, operation, source, isDerived: false }));
    expect(texts[0]).not.toMatch(/[0-9a-f]{32}/);
    expect(await statesOf(cloud.url, all)).toEqual(['proven']);
    cloud.change = undefined;
    expect(await statesOf(emulator.url, all)).toEqual(['differs']);
  },
);
