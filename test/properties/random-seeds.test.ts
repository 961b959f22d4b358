import fc from 'fast-check';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { Environment, type EnvironmentParts } from '../../src/environment/environment';
import { InvalidSeed, loadSeed, seeding } from '../../src/seeding';
import { seedText } from '../support/emulator';
import { JournalBudget } from '../../src/simulation/journal/journal-budget';

type Fields = Record<string, unknown>;

const RUNS = 100;

/** What somebody may put where something else is expected. */
const SCALARS = [null, true, 0, -1, 1.5, 2 ** 60];
const TEXTS = [
  '',
  'x',
  'none',
  '40%',
  '8000T',
  '-3d',
  '{n}',
  'é😀\u0000',
  '1a000000000040008000000000000001',
];
const SHAPES = [
  [],
  [null],
  {},
  { __proto__: 1 },
  { choice: ['Ready', 'Deleted'] },
  { range: [0, '1G'] },
];
const ODD: readonly unknown[] = SCALARS.concat(TEXTS as never[], SHAPES as never[]);

const EDGE_CASES = load(seedText('edge-cases.yaml'), {
  schema: CORE_SCHEMA.withTags(mergeTag),
}) as Fields;
EDGE_CASES['tagPatterns'] = [
  { name: 'simple', value: 'text', color: '#FF0000' },
  { name: 'format', value: 'os::{name}::{version}', type: 'withToken', sharedWith: 'everybody' },
  { name: 'of-alice', value: 'mine', account: 'alice', tags: ['simple'] },
  { key: 'twin', name: 'simple', value: 'text', color: '#0000FF' },
];
const TAGS = [
  ['simple', 'twin'],
  [{ pattern: 'format', tokens: { name: 'linux', version: '{n}' } }],
  ['simple', { pattern: 'format', tokens: { name: '', version: '::' } }],
];
for (const list of ['accounts', 'zones', 'backupStorages', 'vmInstances', 'volumes', 'images']) {
  for (const [i, tags] of TAGS.entries()) {
    const entry = (EDGE_CASES[list] as Fields[])[i];
    if (entry) entry['tags'] = tags;
  }
}

/** Gives one entry of a list the field of another one; or, rarely, something odd. */
const change = fc.record({
  list: fc.nat(),
  entry: fc.nat(),
  like: fc.nat(),
  field: fc.nat(),
  odd: fc.oneof({ arbitrary: fc.constant(undefined), weight: 20 }, fc.constantFrom(...ODD)),
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(seed: Fields, { list, entry, like, field, odd }: Change): void {
  const lists = Object.values(seed).filter((value): value is Fields[] => Array.isArray(value));
  const entries = lists[list % lists.length] ?? [];
  const changed = entries[entry % entries.length] ?? {};
  const other = entries[like % entries.length] ?? {};
  const names = [...new Set(entries.flatMap((one) => Object.keys(one)))].filter(
    (one) => !['name', 'uuid', 'id', 'url'].includes(one),
  );
  const name = names[field % names.length] ?? '';
  if (odd !== undefined) changed[name] = odd;
  else if (name in other) changed[name] = other[name];
  else delete changed[name];
}

const NOTHING: EnvironmentParts = {
  flows: new Map(),
  chores: new Map(),
  operations: new Map(),
  resultOf: () => ({}),
  sendWebHook: () => Promise.resolve(true),
  onRewound: () => undefined,
  askAgain: () => {
    throw new Error('nobody asks');
  },
  tryOut: () => undefined,
};

/** An environment of its own, in memory, with its clock stopped. */
const emptyWorld = () =>
  new Environment(
    {
      neighbour: () => undefined,
      rewindBody: 1,
      name: 'default',
      database: ':memory:',
      blobs: '/nowhere',
      fetching: { isAllowed: false, hosts: [], fileRoots: [], largestImage: 2 ** 40 },
      allowsCrashes: false,
      checks: 'strict',
      release: '5.3.0',
      progression: 'immediate',
      durability: 'process',
      journalSize: 0,
      journalBudget: new JournalBudget(0),
      queryDeadline: 250,
      clock: { mode: 'stopped', value: Date.UTC(2026, 0, 1) },
      chanceSeed: 1,
    },
    NOTHING,
  );

/** Makes a world of a seed; answers what is wrong with the seed. */
function problemsOf(text: string): readonly string[] {
  const environment = emptyWorld();
  try {
    const seed = loadSeed([{ name: 'seed', text }], () => {
      throw new InvalidSeed(['nothing is included']);
    });
    environment.world.unitOfWork.run(() => {
      const steps = seeding(environment.world, seed, 'default');
      while (!steps.next().done);
    });
    expect(environment.verdicts().filter(({ holds }) => !holds)).toEqual([]);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidSeed)) throw error;
    return error.problems;
  } finally {
    environment.database.close();
  }
}

test('whatever a seed says, it makes a world that keeps every law, or is refused with its places', () => {
  let made = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
      const seed = structuredClone(EDGE_CASES);
      for (const one of changes) apply(seed, one);
      const problems = problemsOf(JSON.stringify(seed));
      for (const problem of problems) expect(problem).toMatch(/^seed:\d+: [a-zA-Z]+/);
      if (problems.length === 0) made++;
    }),
    { numRuns: RUNS },
  );
  // Else it would be told nothing of worlds.
  expect(made).toBeGreaterThan(RUNS / 10);
});
