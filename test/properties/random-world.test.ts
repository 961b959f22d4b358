import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { TestEmulator } from '../support/emulator';
import { temporaryFolder } from '../support/process';
import { OPERATION_KINDS, RandomWorld, type Step } from './random-world';

// `npm run soak` asks for more.
const STEPS = Number(process.env['SOAK_STEPS'] ?? 10_000);
const STEPS_OF_RUN = 250;
// Longer than anything takes that a world waits for.
const FAR_FUTURE = 10 * 24 * 3_600_000;

const number = fc.nat({ max: 9_999 });
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.nat({ max: OPERATION_KINDS - 1 }),
  number,
  number,
  number,
);
const steps = fc.array(step, { minLength: STEPS_OF_RUN, maxLength: STEPS_OF_RUN, size: 'max' });

const settingsOf = (progression: string, checks: string) => ({ progression, checks });

test.each([
  ['immediate', 'strict'],
  ['timed', 'strict'],
  ['timed', 'native'],
])(
  'whatever is done in whatever order (%s, %s), every law holds and every job ends',
  async (progression, checks) => {
    const numRuns = Math.ceil(STEPS / 3 / STEPS_OF_RUN);
    const started = performance.now();
    let runs = 0;
    const tally = { succeeded: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        await runOnce(sequence, settingsOf(progression, checks), tally);
        runs++;
        if (STEPS > 10_000 && runs % 40 === 0) {
          const seconds = Math.round((performance.now() - started) / 1000);
          process.stderr.write(
            `${runs * STEPS_OF_RUN} of ${numRuns * STEPS_OF_RUN} steps, ${seconds} s\n`,
          );
        }
      }),
      { numRuns, endOnFailure: true },
    );
    // Not a run of refusals alone.
    expect(tally.succeeded).toBeGreaterThan(tally.refused / 4);
  },
  Math.max(1_800_000, STEPS * 100),
);

async function runOnce(
  sequence: readonly Step[],
  settings: Record<string, string>,
  tally: { succeeded: number; refused: number },
): Promise<void> {
  const dataDir = temporaryFolder();
  const open = () => TestEmulator.start({ settings: { ...settings, dataDir } });
  const world: RandomWorld = new RandomWorld(await open(), async () => {
    await world.current.stop();
    return open();
  });
  try {
    for (const one of sequence) await world.step(one);
    if (settings['progression'] === 'immediate') world.expectContents();
    await world.clock(FAR_FUTURE);
    expect(world.current.brokenLaws()).toEqual({});
    const { database } = world.current.environment;
    expect(database.prepare("select * from jobs where state = 'Running'").all()).toEqual([]);
    const unfinished = database.prepare(
      "select uuid from images where status in ('Creating', 'Downloading')",
    );
    expect(unfinished.all()).toEqual([]);
    tally.succeeded += world.tally.succeeded;
    tally.refused += world.tally.refused;
  } finally {
    await world.current.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
