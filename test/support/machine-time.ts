import { KEY } from './sources/key.cjs';

let stands = false;

/**
 * The machine's time stands in the rest of this test: `Date` and `setTimeout` go on as far as
 * `jest.advanceTimersByTime` says. Sockets, files and turns of the event loop are as real as ever.
 */
export function stopMachineTime(now: number = Date.now()): void {
  const { whose } = (globalThis as Record<symbol, { whose?: string } | undefined>)[KEY] ?? {};
  if (whose === 'shared') {
    throw new Error('the file must begin with: @jest-environment-options { "modules": "own" }');
  }
  stands = true;
  jest.useFakeTimers({
    now,
    doNotFake: [
      'clearImmediate',
      'clearInterval',
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'setInterval',
    ],
  });
}

afterEach(() => {
  if (!stands) return;
  stands = false;
  // What a test that failed has left waiting must not keep anybody.
  jest.runOnlyPendingTimers();
  jest.useRealTimers();
});
