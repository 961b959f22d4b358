import { useState } from 'preact/hooks';
import type { Exchange } from '../code/copied-request.js';
import { copied, FORMS } from '../code/forms.js';
import { say } from '../ui/said.js';

/** The request as text that sends it again: for a shell, or as a test. */
export function Copies({ exchange }: { exchange: Exchange }) {
  const [form, setForm] = useState('curl');
  const text = copied(exchange, form, location.origin);
  const title = FORMS.find(({ name }) => name === form)?.title ?? form;
  return (
    <section aria-label="Send it again">
      <div class="row">
        <h2>Send it again</h2>
        <div class="buttons">
          <label class="inline plain-label">
            as
            <select value={form} onChange={({ currentTarget }) => setForm(currentTarget.value)}>
              {FORMS.map(({ name, title: shown }) => (
                <option key={name} value={name}>
                  {name === 'curl' ? shown : `a test in ${shown}`}
                </option>
              ))}
            </select>
          </label>
          <button type="button" class="main" onClick={() => void copy(text, title)}>
            Copy
          </button>
        </div>
      </div>
      <p class="soft">
        <code>$ZSTACK_SESSION</code> is the session that it is sent with: no secret stands in it.
      </p>
      <pre class="code" aria-label={`The request as ${title}`}>
        {text}
      </pre>
    </section>
  );
}

async function copy(text: string, title: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`${title}: copied`);
  } catch {
    say(`${title}: the browser does not let the page copy; select the text and copy it`, true);
  }
}
