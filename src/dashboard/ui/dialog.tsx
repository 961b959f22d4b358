import { useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { closedBecause } from '../viewer.js';
import { attempt } from './said.js';

interface Props {
  /** What the button that opens it says, and its heading. */
  readonly title: string;
  /** What is told when it is done. */
  readonly does: string;
  readonly submit: string;
  readonly kind?: 'plain' | 'main';
  readonly label?: string | undefined;
  readonly because?: string | undefined;
  readonly work: (given: FormData) => Promise<unknown>;
  readonly children: ComponentChildren;
}

/** A button that asks for more in a dialog before it changes the world. */
export function Dialog(props: Props) {
  const { title, does, submit, kind = 'plain', label, because, work, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const reason = closedBecause.value ?? because;
  const close = () => dialog.current?.close();
  return (
    <>
      <button
        type="button"
        class={kind}
        aria-haspopup="dialog"
        aria-disabled={reason !== undefined}
        title={reason}
        aria-label={label}
        onClick={() => {
          if (reason === undefined) dialog.current?.showModal();
        }}
      >
        {title}
      </button>
      <dialog ref={dialog} aria-label={title}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const given = new FormData(event.currentTarget);
            close();
            void attempt(does, () => work(given));
          }}
        >
          <h2>{title}</h2>
          {children}
          <div class="buttons">
            <button type="submit" class="main">
              {submit}
            </button>
            <button type="button" onClick={close}>
              Cancel
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}

/** The text of a field; undefined where it is empty. */
export function textOf(given: FormData, name: string): string | undefined {
  const value = given.get(name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
