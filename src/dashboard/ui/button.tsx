import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { closedBecause } from '../viewer.js';
import { attempt } from './said.js';

interface Props {
  /** What is told of it when it is done, e.g. `Reset of test-1`. */
  readonly does: string;
  /** A text that it resolves to is told instead. */
  readonly work: () => Promise<unknown>;
  readonly children: ComponentChildren;
  /** Why it cannot be pressed now, beside what holds for all. */
  readonly because?: string | undefined;
  readonly kind?: 'plain' | 'main';
  readonly label?: string | undefined;
  /** It cannot be taken back: it is pressed twice. */
  readonly twice?: boolean;
}

/** A button that changes the world: it cannot be pressed where nothing can be changed, and says why. */
export function Button(props: Props) {
  const { does, work, children, because, kind = 'plain', label, twice = false } = props;
  const [isAsked, ask] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const reason = closedBecause.value ?? because;
  const press = async () => {
    if (reason !== undefined || isBusy) return;
    if (twice && !isAsked) {
      ask(true);
      return;
    }
    ask(false);
    setBusy(true);
    await attempt(does, work);
    setBusy(false);
  };
  return (
    <button
      type="button"
      class={isAsked ? 'danger' : kind}
      // Not `disabled`: who comes by keyboard must be able to read the reason.
      aria-disabled={reason !== undefined}
      aria-busy={isBusy}
      title={reason}
      aria-label={label === undefined ? undefined : isAsked ? `${label}: press again` : label}
      onClick={() => void press()}
      onBlur={() => ask(false)}
    >
      {isAsked ? 'Sure?' : children}
    </button>
  );
}
