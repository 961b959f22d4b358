import { ask, order } from '../api.js';
import { useLoaded } from '../use-loaded.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/said.js';
import { bytes } from '../format.js';
import type { View } from './view.js';

interface Write {
  readonly id: string;
  readonly date: string;
  readonly kind: string;
  readonly what: string;
  readonly jobUuid: string | null;
  readonly request: number | null;
  readonly count: number;
  readonly bytes: number;
}

function History() {
  const { value, error } = useLoaded(
    (signal) => ask<{ inventories: Write[] }>('/history', {}, signal),
    'history',
  );
  const writes = value?.inventories.toReversed();
  return (
    <>
      <h1>History {writes && <span class="count">{writes.length}</span>}</h1>
      <p class="soft">
        The last writes of this world. A rewind takes a write and all after it back: the world is as
        it was just before.
      </p>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {writes?.length === 0 && <Notice>Nothing was written yet.</Notice>}
      {writes !== undefined && writes.length > 0 && (
        <table aria-label="History">
          <thead>
            <tr>
              <th scope="col">Write</th>
              <th scope="col">What</th>
              <th scope="col" class="wide">
                When
              </th>
              <th scope="col" class="wide number">
                Kept
              </th>
              <th scope="col">Back</th>
            </tr>
          </thead>
          <tbody>
            {writes.map((write) => (
              <tr key={write.id}>
                <td>
                  <code>{write.id}</code>
                </td>
                <td>
                  {write.what} {write.count > 1 && <span class="tag">× {write.count}</span>}
                  <div class="soft">
                    {write.kind}
                    {write.request !== null && `, request ${write.request}`}
                  </div>
                </td>
                <td class="wide soft date">{write.date}</td>
                <td class="wide number">{bytes(write.bytes)}</td>
                <td>
                  <Button
                    does={`Back to before ${write.what} (${write.id})`}
                    label={`Rewind to before ${write.id}, ${write.what}`}
                    twice
                    work={() => order('POST', '/rewind', { to: write.id })}
                  >
                    Rewind
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

export const history: View = {
  name: 'history',
  title: 'History',
  group: 'Work',
  component: History,
};
