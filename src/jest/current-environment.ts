import type { TestEnvironment } from './test-environment.js';

/** What the setup file of the preset leaves for the tests of a file. */
interface Held {
  environment?: TestEnvironment | undefined;
}

// A test may reset jest's registry of modules: what is held here must outlive that.
const HELD = Symbol.for('zstack-image-emulator.environment');
const holder = globalThis as unknown as { [HELD]?: Held };

export function holdEnvironment(held: Held): Held {
  holder[HELD] = held;
  return held;
}

/**
 * The environment of this test, or of this test file: a world of its own.
 * @throws without the preset, and outside of tests and their hooks when every test has its own
 */
export function currentEnvironment(): TestEnvironment {
  const held = holder[HELD];
  if (!held) {
    throw new Error(
      "there is no environment: set preset: 'zstack-image-emulator/jest' in the configuration of jest",
    );
  }
  if (held.environment) return held.environment;
  throw new Error('every test has an environment of its own here: ask for it inside of a test');
}
