import { useState } from 'preact/hooks';
import { ask } from '../api.js';
import { useLoaded } from '../use-loaded.js';
import { Notice } from './said.js';

interface Explained {
  readonly inventory: {
    readonly story: readonly string[];
    readonly operation: {
      readonly name: string;
      readonly wouldBeRefused: boolean;
      readonly error: { readonly code: string; readonly details: string } | null;
    } | null;
  };
}

/** How a resource came to be as it is, and what an operation on it would come to now. */
export function HistoryOf({ uuid, operations }: { uuid: string; operations: readonly string[] }) {
  const [operation, setOperation] = useState('');
  const { value, error } = useLoaded(
    (signal) =>
      ask<Explained>(
        `/explain/${uuid}`,
        { operation: operation === '' ? undefined : operation },
        signal,
      ),
    `${uuid} ${operation}`,
  );
  const tried = value?.inventory.operation;
  return (
    <section aria-label="History">
      <h2>History</h2>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {value?.inventory.story.length === 0 && <Notice>Nothing has changed it yet.</Notice>}
      <ol class="story">
        {value?.inventory.story.map((line, i) => (
          <li key={i}>{line}</li>
        ))}
      </ol>
      {operations.length > 0 && (
        <label class="inline">
          What would refuse
          <select
            value={operation}
            onChange={({ currentTarget }) => setOperation(currentTarget.value)}
          >
            <option value="">…</option>
            {operations.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          now?
        </label>
      )}
      {tried && (
        <Notice bad={tried.wouldBeRefused}>
          {tried.error
            ? `${tried.error.code}: ${tried.error.details}`
            : `Nothing would refuse ${tried.name}.`}
        </Notice>
      )}
    </section>
  );
}
