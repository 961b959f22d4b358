import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceOf, evidenceSchema, verify, type Verdict } from '../../src/verify';
import { ROOT, TestEmulator } from '../support/emulator';
import { choose, targetAt, unseen } from './target';

/** Both forms of answers and both kinds of checks; what lies between the two is tried in only-looks.test.ts. */
const MODES = [
  ['emulator', {}],
  ['emulator-native', { wire: 'native', checks: 'native' }],
] as const;
const COMMAND = 'WRITE_EVIDENCE=1 npm test -- verify-the-emulator';

/** Why a case cannot be tried on the default world; everything else must be proven. */
const KNOWN = [
  /^the target does not have \w+$/,
  /^no row has a \w+ to ask for$/,
  /^there is no row to ask for$/,
];
/** Operations that are not proven: what the emulator has not, and what its world lacks. */
const UNPROVEN = [
  /^the target does not have \w+$/,
  // contract/cases/unproven.yaml has the reason.
  /^(only a job|a job) /,
  /^of the storages of the open source none can$/,
  /^no row has a \w+ to ask for/,
  /^it is not in the open source/,
];

const titles = (verdicts: readonly Verdict[]) =>
  verdicts.map(({ case: one, reasons }) => `${one.operation} › ${one.name}: ${reasons.join('; ')}`);

type Row = Readonly<Record<string, unknown>>;
type World = Readonly<Record<string, readonly unknown[]>>;

/**
 * The world without what no call can take away: a storage keeps a copy of an image that a VM was made of, and the
 * bytes of that copy. (The one call that removes copies removes all.)
 */
function withoutCaches(world: World): World {
  const rows = (table: string) => (world[table] ?? []) as readonly Row[];
  const cached = (uuid: unknown) =>
    rows('image_caches')
      .filter((row) => row['primary_storage_uuid'] === uuid)
      .reduce((sum, row) => sum + Number(row['size']), 0);
  return {
    ...world,
    image_caches: [],
    // An entry that was set back to what it is by default is still written down.
    global_config: rows('global_config').filter(({ name }) => name !== 'expungeInterval'),
    primary_storages: rows('primary_storages').map((row) => ({
      ...row,
      available_capacity: Number(row['available_capacity']) + cached(row['uuid']),
      available_physical_capacity: Number(row['available_physical_capacity']) + cached(row['uuid']),
    })),
  };
}

test.each(MODES)(
  'the emulator proves the contract, leaves its world as it was, and the evidence says so: %s',
  async (target, settings) => {
    const emulator = await TestEmulator.start({ realTime: true, settings });
    const before = emulator.world();
    const choice = choose({ writes: true, disturbs: ['*'] });
    const verified = await verify(targetAt(`${emulator.url}/zstack`), choice, unseen);
    const { verdicts, operations, facts, left, date } = verified;

    expect(titles(verdicts.filter(({ state }) => state === 'differs'))).toEqual([]);
    const unexplained = verdicts.filter(
      ({ state, reasons }) =>
        state === 'unknown' && !KNOWN.some((reason) => reason.test(reasons[0] ?? '')),
    );
    expect(titles(unexplained)).toEqual([]);
    const notProven = operations.filter(
      ({ state, reason }) => state !== 'proven' && !UNPROVEN.some((known) => known.test(reason)),
    );
    expect(notProven.map(({ operation, reason }) => `${operation}: ${reason}`)).toEqual([]);
    expect(verdicts.filter(({ state }) => state === 'proven').length).toBeGreaterThan(2_000);

    expect(left).toEqual([]);
    expect(withoutCaches(emulator.world())).toEqual(withoutCaches(before));
    expect(emulator.brokenLaws()).toEqual({});

    const evidence = evidenceOf(facts, verdicts, { target, date });
    const file = join(ROOT, 'contract', 'evidence', `${target}.json`);
    if (process.env['WRITE_EVIDENCE'] !== undefined) {
      writeFileSync(file, `${JSON.stringify(evidence, null, 1)}\n`);
    }
    const committed = existsSync(file)
      ? evidenceSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
      : undefined;
    if (JSON.stringify(committed?.cases) !== JSON.stringify(evidence.cases)) {
      throw new Error(
        `contract/evidence/${target}.json is stale: ${COMMAND}, and commit the result`,
      );
    }
    expect(statSync(file).size).toBeLessThan(300_000);
  },
);
