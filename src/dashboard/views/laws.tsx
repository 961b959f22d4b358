import { useState } from 'preact/hooks';
import { ask } from '../api.js';
import { text } from '../format.js';
import { Notice } from '../ui/said.js';
import { useLoaded } from '../use-loaded.js';
import type { View } from './view.js';

interface Verdict {
  readonly law: string;
  readonly holds: boolean;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

function Laws() {
  const [run, setRun] = useState(0);
  const { value, error } = useLoaded(
    (signal) => ask<{ holds: boolean; inventories: Verdict[] }>('/invariants', {}, signal),
    `laws ${run}`,
  );
  const broken = value?.inventories.filter(({ holds }) => !holds) ?? [];
  const kept = value?.inventories.filter(({ holds }) => holds) ?? [];
  return (
    <>
      <div class="title">
        <h1>
          Laws{' '}
          {value && (
            <span class={value.holds ? 'status good' : 'status bad'}>
              {value.holds ? 'all hold' : `${broken.length} broken`}
            </span>
          )}
        </h1>
        <button type="button" onClick={() => setRun(run + 1)}>
          Look again
        </button>
      </div>
      <p class="soft">What must be true of this world whatever clients and faults do.</p>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {broken.map(({ law, rows }) => (
        <section key={law} class="card" aria-label={law}>
          <h3>
            {law} <span class="status bad">broken</span>
          </h3>
          <ul class="plain">
            {rows.map((row, i) => (
              <li key={i}>
                <code>
                  {Object.entries(row)
                    .map(([name, cell]) => `${name}: ${text(cell)}`)
                    .join(', ')}
                </code>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <ul class="laws" aria-label="Laws that hold">
        {kept.map(({ law }) => (
          <li key={law}>
            <span class="status good">holds</span> {law}
          </li>
        ))}
      </ul>
    </>
  );
}

export const laws: View = { name: 'laws', title: 'Laws', group: 'Emulator', component: Laws };
