import { useEffect, useState } from 'preact/hooks';
import { revision } from './live.js';

export interface Loaded<T> {
  /** The last good answer for this key; undefined before the first. */
  readonly value: T | undefined;
  /** Why the last one was none. */
  readonly error: string | undefined;
}

interface Answer<T> extends Loaded<T> {
  readonly key: string;
}

/**
 * What a load answers, asked again whenever the world changes or `key` is another one: it says all that `load` closes
 * over. One at a time: what happens while one is under way is asked for after it.
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, key: string): Loaded<T> {
  const [answer, setAnswer] = useState<Answer<T>>({ key, value: undefined, error: undefined });
  useEffect(() => {
    const control = new AbortController();
    let isUnderWay = false;
    let isMissed = false;
    const run = async (): Promise<void> => {
      isMissed = isUnderWay;
      if (isUnderWay) return;
      isUnderWay = true;
      try {
        const value = await load(control.signal);
        setAnswer({ key, value, error: undefined });
      } catch (reason) {
        const error = reason instanceof Error ? reason.message : String(reason);
        if (!control.signal.aborted) {
          setAnswer((before) => ({
            key,
            value: before.key === key ? before.value : undefined,
            error,
          }));
        }
      }
      isUnderWay = false;
      if (isMissed && !control.signal.aborted) await run();
    };
    const stop = revision.subscribe(() => void run());
    return () => {
      stop();
      control.abort();
    };
  }, [key]);
  return answer.key === key ? answer : { value: undefined, error: undefined };
}
