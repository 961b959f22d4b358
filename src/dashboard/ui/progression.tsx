import { order, ask } from '../api.js';
import { useLoaded } from '../use-loaded.js';
import { closedBecause } from '../viewer.js';
import { attempt } from './said.js';

const MODES = ['immediate', 'timed', 'manual'] as const;

interface Pace {
  readonly mode: (typeof MODES)[number];
  readonly polls: number | null;
  readonly rules: readonly unknown[];
}

/** How slow work goes on: at once, in its time, or by hand. */
export function Progression() {
  const { value } = useLoaded(
    (signal) => ask<{ inventory: Pace }>('/progression', {}, signal),
    'progression',
  );
  const { mode, rules = [] } = value?.inventory ?? {};
  const reason = closedBecause.value;
  return (
    <label class="progression" title={reason ?? TITLE}>
      <span class="label">Work goes on</span>
      <select
        value={mode ?? ''}
        disabled={reason !== undefined}
        onChange={({ currentTarget: { value: chosen } }) =>
          void attempt(`Work goes on: ${chosen}`, () =>
            order('PUT', '/progression', { mode: chosen }),
          )
        }
      >
        {mode === undefined && <option value="">…</option>}
        {MODES.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
      {rules.length > 0 && <span class="tag">{rules.length} rules</span>}
    </label>
  );
}

const TITLE =
  'immediate: at once; timed: bytes over bandwidth; manual: when you finish or step a task';
