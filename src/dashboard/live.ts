import { signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from './api.js';
import { closedBecause } from './viewer.js';

/** Grows whenever something of the world has changed: what shows it asks again. */
export const revision = signal(0);
/** Whether the emulator answers; undefined: it was not asked yet. */
export const answers = signal<boolean | undefined>(undefined);

/** The clock of the world as it was told last, and when that was, in ms of this tab. */
export interface ToldClock {
  readonly mode: 'real' | 'offset' | 'stopped';
  readonly milliseconds: number;
  readonly at: number;
}
export const clock = signal<ToldClock | undefined>(undefined);

/** Something was changed from here: what shows it asks again at once. */
export function touch(): void {
  revision.value += 1;
}

/** At most so often is asked again because of what others do, in ms. */
const PAUSE = 1000;

interface ClockAnswer {
  readonly inventory: { readonly mode: ToldClock['mode']; readonly milliseconds: number };
}

async function look(): Promise<void> {
  try {
    const { inventory } = await ask<ClockAnswer>('/clock');
    clock.value = { ...inventory, at: performance.now() };
    closedBecause.value = undefined;
    answers.value = true;
  } catch (error) {
    closedBecause.value ??= error instanceof Error ? error.message : String(error);
    answers.value = false;
  }
}

/** Looks at the world from now on, while somebody looks at the page. */
export function watch(): void {
  const again = async () => {
    if (document.visibilityState === 'visible') {
      await look();
      revision.value += 1;
    }
    setTimeout(() => void again(), PAUSE);
  };
  void again();
}

export interface Loaded<T> {
  /** The last good answer; undefined before the first. */
  readonly value: T | undefined;
  /** Why the last one was none. */
  readonly error: string | undefined;
  readonly reload: () => void;
}

/**
 * What a load answers, asked again whenever the world changes or `key` is another. One load at a time: what comes
 * while one is under way is asked for after it.
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, key: string): Loaded<T> {
  const value = useSignal<{ key: string; value: T } | undefined>(undefined);
  const error = useSignal<string | undefined>(undefined);
  const wanted = useSignal(0);
  useSignalEffect(() => {
    wanted.value = revision.value;
  });
  const reload = () => {
    wanted.value += 1;
  };
  useEffect(() => {
    const control = new AbortController();
    let isUnderWay = false;
    let isMissed = false;
    const run = async () => {
      if (isUnderWay) {
        isMissed = true;
        return;
      }
      isUnderWay = true;
      try {
        value.value = { key, value: await load(control.signal) };
        error.value = undefined;
      } catch (reason) {
        if (!control.signal.aborted) {
          error.value = reason instanceof Error ? reason.message : String(reason);
        }
      }
      isUnderWay = false;
      if (isMissed && !control.signal.aborted) {
        isMissed = false;
        void run();
      }
    };
    const stop = wanted.subscribe(() => void run());
    return () => {
      stop();
      control.abort();
    };
    // What `load` closes over is what the key says.
  }, [key]);
  const last = value.value;
  return { value: last?.key === key ? last.value : undefined, error: error.value, reload };
}
