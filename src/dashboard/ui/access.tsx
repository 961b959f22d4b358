import { useRef } from 'preact/hooks';
import { request } from '../api.js';
import { reopen, touch } from '../live.js';
import { closedBecause, session, token, useSession } from '../viewer.js';
import { attempt } from './said.js';

/** What the viewer shows to be let in: the token of the emulator's own API, and a session of the image API. */
export function Access() {
  const reason = closedBecause.value;
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <div class="access">
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
  <form onSubmit={(event) => give(event, close)}>
    <h2>Access</h2>
    {closedBecause.value !== undefined && (
      <p class="notice">Nothing can be changed: {closedBecause.value}</p>
    )}
    <label>
      Token of the emulator's own API
      <input name="token" type="password" autocomplete="off" value={token.value} />
    </label>
    <label>
      Session of the image API
      <input name="session" type="password" autocomplete="off" value={session.value} />
    </label>
    <p class="hint">or log in for a session:</p>
    <div class="pair">
      <label>
        Account
        <input name="account" autocomplete="off" placeholder="admin" />
      </label>
      <label>
        Password
        <input name="password" type="password" autocomplete="off" />
      </label>
    </div>
    <p class="hint">They stay in this tab and go with it.</p>
    <div class="buttons">
      <button type="submit" class="main">
        Use
      </button>
      <button type="button" onClick={close}>
        Close
      </button>
    </div>
  </form>
);

function give(event: SubmitEvent, close: () => void): void {
  event.preventDefault();
  const given = new FormData(event.currentTarget as HTMLFormElement);
  const text = (name: string) => {
    const value = given.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  token.value = text('token');
  useSession(text('session').replace(/^OAuth\s+/i, ''));
  closedBecause.value = undefined;
  const [account, password] = [text('account'), text('password')];
  void attempt('Access', async () => {
    if (password !== '') useSession(await logIn(account === '' ? 'admin' : account, password));
    close();
  }).then(() => {
    reopen();
    touch();
    return undefined;
  });
}

async function logIn(accountName: string, password: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-512', new TextEncoder().encode(password));
  const hash = [...new Uint8Array(bytes)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const { inventory } = await request<{ inventory: { uuid: string } }>('PUT', '/accounts/login', {
    body: { logInByAccount: { accountName, password: hash } },
  });
  return inventory.uuid;
}
