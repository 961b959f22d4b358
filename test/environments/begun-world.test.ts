import { SEED, TestEmulator } from '../support/emulator';
import { environmentOf, everything, rowsOf } from '../support/environments';

test.each([
  {},
  { progression: 'timed', apiMode: 'async', waitSeconds: '0' },
  { progression: 'manual', wire: 'native', auth: 'off', checks: 'native' },
  { maxEnvironments: '3', environmentSize: '2M', crashPoints: 'allow', journalSize: '3' },
])(
  'the world that tests share is to the last row the one that the seed fills (%j)',
  async (settings) => {
    const filled = await TestEmulator.start({ settings, fills: true });
    // The second one begins as the first one has left its world for all, if not earlier ones of the run.
    await TestEmulator.start({ settings });
    const begun = await TestEmulator.start({ settings });
    expect(lookedAt(begun)).toEqual(lookedAt(filled));
    // Chance and identifiers go on alike.
    const made = [];
    for (const emulator of [filled, begun]) {
      const { text } = await emulator.createTemplate(SEED.volumes.stoppedWindows, { name: 'next' });
      emulator.advance(3_600_000);
      made.push(text.replaceAll(emulator.url, ''));
    }
    expect(made[1]).toBe(made[0]);
    expect(lookedAt(begun)).toEqual(lookedAt(filled));
  },
);

/** All that there is to see of an emulator and its world; not when it was started. */
function lookedAt(emulator: TestEmulator) {
  const { birth, world, database, allowsCrashes } = environmentOf(emulator, 'default');
  return {
    rows: rowsOf(database),
    everything: everything(emulator),
    origin: birth?.origin,
    idleLimit: birth?.idleLimit,
    clock: world.clock.state,
    chance: world.chance.state,
    progression: world.progression,
    checks: world.checks,
    allowsCrashes,
  };
}
