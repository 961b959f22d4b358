import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { touch } from '../live.js';

interface What {
  readonly text: string;
  readonly isError: boolean;
}

const last = signal<What | undefined>(undefined);

/** Tells what came of something that the viewer did; readers of screens say it, too. */
export function say(text: string, isError = false): void {
  last.value = { text, isError };
}

/** Does what a button stands for, and tells what came of it. Resolves whether it was done. */
export async function attempt(what: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    const told = await work();
    say(typeof told === 'string' ? told : `${what}: done`);
    return true;
  } catch (error) {
    say(`${what}: ${error instanceof Error ? error.message : String(error)}`, true);
    return false;
  } finally {
    touch();
  }
}

/** Where the last of it stands. */
export function Said() {
  const said = last.value;
  return (
    <output class={said?.isError === true ? 'said bad' : 'said'} aria-live="polite">
      {said && (
        <>
          <span>{said.text}</span>
          <button
            type="button"
            class="quiet"
            aria-label="Close this message"
            onClick={() => (last.value = undefined)}
          >
            ×
          </button>
        </>
      )}
    </output>
  );
}

/** A remark in the place of what it is about. */
export const Notice = ({
  bad = false,
  children,
}: {
  bad?: boolean;
  children: ComponentChildren;
}) => (
  <p class={bad ? 'notice bad' : 'notice'} role={bad ? 'alert' : undefined}>
    {children}
  </p>
);
