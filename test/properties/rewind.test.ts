import fc from 'fast-check';
import { TestEmulator } from '../support/emulator';
import { stateOf } from '../support/states';
import { OPERATION_KINDS, RandomWorld, type Step } from './random-world';

const STEPS_OF_RUN = 40;
const RUNS = 2;

const number = fc.nat({ max: 9_999 });
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.nat({ max: OPERATION_KINDS - 1 }),
  number,
  number,
  number,
);
const steps = fc.array(step, { minLength: STEPS_OF_RUN, maxLength: STEPS_OF_RUN, size: 'max' });

test.each(['immediate', 'timed'])(
  'whatever was done (%s), a rewind takes the whole database back to what it was, and the world goes on',
  async (progression) => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(number, { minLength: 3, maxLength: 3 }), liveAndGoBack),
      { numRuns: RUNS, endOnFailure: true },
    );

    async function liveAndGoBack(sequence: readonly Step[], choices: readonly number[]) {
      const emulator = await TestEmulator.start({ settings: { rewind: 'on', progression } });
      const { environment } = emulator;
      for (const choice of choices) {
        // What a model remembers of contents is another world's after a rewind.
        const world = new RandomWorld(emulator, undefined);
        const before = new Map<number, object>();
        let state = stateOf(environment);
        for (const one of sequence) {
          const last = lastOf(environment);
          await world.step(one);
          if (lastOf(environment) > last) before.set(last + 1, state);
          state = stateOf(environment);
        }
        const reachable = [...before].filter(([id]) =>
          environment.writes?.some((w) => w.id === id),
        );
        const [id, then] = reachable[choice % reachable.length] ?? [];
        const answer = await emulator.control('POST', '/rewind', { to: `w${id}` });
        expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
        expect(stateOf(environment)).toEqual(then);
        expect(environment.database.pragma('foreign_key_check')).toEqual([]);
      }
      await emulator.stop();
    }
  },
  900_000,
);

const lastOf = ({ writes }: TestEmulator['environment']) => writes?.at(-1)?.id ?? 0;
