import { useRef } from 'preact/hooks';
import { request } from '../api.js';
import { isLive, reopen } from '../live.js';
import { closedBecause, session, token, useSession } from '../viewer.js';
import { textOf } from './dialog.js';
import { attempt } from './said.js';

/** What the viewer shows to be let in: the token of the emulator's own API, and a session of the image API. */
export function Access() {
  const reason = closedBecause.value;
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <div class="access">
      <span class={isLive.value ? 'live on' : 'live'}>{isLive.value ? 'live' : 'not live'}</span>
      <button
        type="button"
        class={reason === undefined ? 'quiet' : 'main'}
        aria-haspopup="dialog"
        title={reason}
        onClick={() => dialog.current?.showModal()}
      >
        {reason === undefined ? 'Access' : 'Read only'}
      </button>
      <dialog ref={dialog} aria-label="Access">
        <Credentials close={() => dialog.current?.close()} />
      </dialog>
    </div>
  );
}

const Credentials = ({ close }: { close: () => void }) => (
  <>
    <h2>Access</h2>
    {closedBecause.value !== undefined && (
      <p class="notice">Nothing can be changed: {closedBecause.value}</p>
    )}
    <form onSubmit={(event) => take(event, close, useToken)}>
      <Secret label="Token of the emulator's own API" isGiven={token.value !== ''} />
    </form>
    <form onSubmit={(event) => take(event, close, useGivenSession)}>
      <Secret label="Session of the image API" isGiven={session.value !== ''} />
    </form>
    <form onSubmit={(event) => take(event, close, logIn)}>
      <label>
        or log in as
        <input name="account" autocomplete="username" defaultValue="admin" />
      </label>
      <Secret label="Password" isGiven={false} />
    </form>
    <p class="hint">They stay in this tab and go with it.</p>
    <button type="button" onClick={close}>
      Close
    </button>
  </>
);

/** A field for a secret: what was given before is never shown again, and forgotten where nothing is given. */
const Secret = ({ label, isGiven }: { label: string; isGiven: boolean }) => (
  <div class="secret">
    <label>
      {label}
      <input
        name="secret"
        type="password"
        autocomplete="off"
        placeholder={isGiven ? 'given; another one, or none' : 'none'}
      />
    </label>
    <button type="submit">Use</button>
  </div>
);

type Given = (secret: string, account: string) => void | Promise<void>;

/** Takes what one of the forms brings, and looks at the world anew with it. */
function take(event: SubmitEvent, close: () => void, use: Given): void {
  event.preventDefault();
  const form = event.currentTarget as HTMLFormElement;
  const given = new FormData(form);
  form.reset();
  close();
  void attempt('Access', async () => {
    await use(textOf(given, 'secret') ?? '', textOf(given, 'account') ?? '');
    closedBecause.value = undefined;
    reopen();
    return 'Access: looking again';
  });
}

const useToken: Given = (secret) => {
  token.value = secret;
};
const useGivenSession: Given = (secret) => useSession(secret.replace(/^OAuth\s+/i, ''));

/** The image API takes no password, but what SHA-512 makes of it. */
async function logIn(password: string, accountName: string): Promise<void> {
  // Browsers have it for addresses that they trust alone.
  if (!isSecureContext) {
    throw new Error(
      `a browser makes no SHA-512 at ${location.origin}: log in elsewhere, and give the session here`,
    );
  }
  const bytes = await crypto.subtle.digest('SHA-512', new TextEncoder().encode(password));
  const hash = [...new Uint8Array(bytes)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const { inventory } = await request<{ inventory: { uuid: string } }>('PUT', '/accounts/login', {
    body: { logInByAccount: { accountName, password: hash } },
  });
  useSession(inventory.uuid);
}
