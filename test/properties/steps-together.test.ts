import fc from 'fast-check';
import { TestEmulator } from '../support/emulator';
import { OPERATION_KINDS, RandomWorld, type Step } from './random-world';

/*
 * Steps of a flow run together as if none could fail, unless a fault rule exists: then each runs so that it can be
 * undone alone. What comes of it must be the same world, row by row.
 */

const number = fc.nat({ max: 9_999 });
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.nat({ max: OPERATION_KINDS - 1 }),
  number,
  number,
  number,
);
const steps = fc.array(step, { minLength: 60, maxLength: 60, size: 'max' });

/** A rule that can strike, but never will. */
const RULE = {
  kind: 'fail',
  point: 'add-image/create-image',
  resourceName: 'nothing has this name',
};

async function live(sequence: readonly Step[], progression: string, hasRule: boolean) {
  const emulator = await TestEmulator.start({ chanceSeed: 7, settings: { progression } });
  const { body } = await emulator.control('POST', '/faults', RULE);
  if (!hasRule) await emulator.anonymous.delete(`/emulator/v1/faults/${body.inventory.uuid}`);
  const world = new RandomWorld(emulator, undefined);
  for (const one of sequence) await world.step(one);
  const { faults, ...tables } = emulator.world();
  // Addresses of exports and uploads name the port.
  const rows = JSON.stringify(tables).replaceAll(new URL(emulator.url).origin, 'http://here');
  await emulator.stop();
  return { rows: JSON.parse(rows) as object, rules: faults?.length, tally: world.tally };
}

test.each(['immediate', 'timed'])(
  'steps that run together leave what steps that run alone leave (%s)',
  async (progression) => {
    const total = { succeeded: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        const together = await live(sequence, progression, false);
        const alone = await live(sequence, progression, true);
        expect([together.rules, alone.rules]).toEqual([0, 1]);
        expect(together.rows).toEqual(alone.rows);
        total.succeeded += together.tally.succeeded;
        total.refused += together.tally.refused;
      }),
      { numRuns: 8, endOnFailure: true },
    );
    expect(total.succeeded).toBeGreaterThan(0);
    expect(total.refused).toBeGreaterThan(0);
  },
);
