import fc from 'fast-check';
import type { KeptWrite } from '../../src/domain/write-history';
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

/** Its moves of time are requests, which wait for what is outside. */
class RequestedWorld extends RandomWorld {
  override async clock(milliseconds: number): Promise<void> {
    const { status } = await this.current.control('POST', '/clock/advance', { by: milliseconds });
    expect(status).toBe(200);
  }
}

test.each(['immediate', 'timed', 'manual'])(
  'whatever was done (%s), the same requests on the state before them make the same world to the byte',
  async (progression) => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(number, { minLength: 2, maxLength: 2 }), liveTwice),
      { numRuns: RUNS, endOnFailure: true },
    );

    async function liveTwice(sequence: readonly Step[], choices: readonly number[]) {
      const emulator = await TestEmulator.start({ settings: { rewind: 'on', progression } });
      const { environment } = emulator;
      for (const choice of choices) {
        const world = new RequestedWorld(emulator, undefined);
        for (const one of sequence) await world.step(one);
        await environment.runner.idle();
        const then = stateOf(environment);
        const { id } = pick(environment.writes ?? [], choice);

        const answer = await emulator.control('POST', '/rewind', { to: `w${id}`, replay: 'end' });

        expect([answer.status, answer.text]).toEqual([200, expect.any(String)]);
        expect(answer.body.replay).toMatchObject({ stopped: null, different: [] });
        expect(stateOf(environment)).toEqual(then);
        expect(environment.database.pragma('foreign_key_check')).toEqual([]);
      }
      await emulator.stop();
    }
  },
  240_000,
);

/** A write that a request began with: of one that wrote more than once, the first. The oldest may have lost its own. */
function pick(writes: readonly KeptWrite[], choice: number): Partial<KeptWrite> {
  const begun = new Set<unknown>();
  const firsts = writes.filter(({ origin: { asking } }) => {
    const isFirst = asking !== undefined && !begun.has(asking);
    begun.add(asking);
    return isFirst;
  });
  const sure = firsts.slice(writes[0]?.isFirstOfMore ? 1 : 0);
  return sure[choice % sure.length] ?? {};
}
