import type { ComponentChildren } from 'preact';
import { closedBecause } from '../viewer.js';
import { attempt } from './notice.js';

interface Props {
  /** What is told of it when it is done, e.g. `Reset of test-1`. */
  readonly does: string;
  readonly work: () => Promise<unknown>;
  readonly children: ComponentChildren;
  /** Why it cannot be pressed now, beside what holds for all. */
  readonly because?: string | undefined;
  readonly kind?: 'plain' | 'main' | 'danger';
  readonly label?: string | undefined;
}

/** A button that changes the world: it cannot be pressed where nothing can be changed, and says why. */
export function Button({ does, work, children, because, kind = 'plain', label }: Props) {
  const reason = closedBecause.value ?? because;
  return (
    <button
      type="button"
      class={kind}
      // Not `disabled`: who comes by keyboard must be able to read the reason.
      aria-disabled={reason !== undefined}
      title={reason}
      aria-label={label}
      onClick={() => {
        if (reason === undefined) void attempt(does, work);
      }}
    >
      {children}
    </button>
  );
}
