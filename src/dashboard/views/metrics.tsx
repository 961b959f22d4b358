import { askText, ownOperations } from '../api.js';
import { bytes, count } from '../format.js';
import { milliseconds } from '../journal/request-status.js';
import {
  operationFigures,
  samplesIn,
  type OperationFigures,
  type Sample,
} from '../metrics/samples.js';
import { viewHref } from '../place.js';
import { Notice } from '../ui/said.js';
import { useLoaded } from '../use-loaded.js';
import type { View } from './view.js';

const PREFIX = 'zstack_emulator_';

let known: ReadonlySet<string> | undefined;

/** They are the same as long as the emulator is. */
async function own(signal: AbortSignal): Promise<ReadonlySet<string>> {
  known ??= await ownOperations(signal);
  return known;
}

function Metrics() {
  const { value, error } = useLoaded(
    async (signal) => ({ text: await askText('/metrics', signal), own: await own(signal) }),
    'metrics',
  );
  const samples = samplesIn(value?.text ?? '');
  const of = (name: string) => samples.filter((sample) => sample.name === PREFIX + name);
  return (
    <>
      <h1>Metrics</h1>
      <p class="soft">
        Since the emulator began; the same numbers for Prometheus at{' '}
        <code>/emulator/v1/metrics</code>.
      </p>
      {error !== undefined && <Notice bad>{error}</Notice>}
      {value !== undefined && (
        <>
          <ul class="figures" aria-label="At a glance">
            <Figure title="Images" samples={of('images')} label="status" />
            <Figure title="Jobs" samples={of('jobs')} label="state" />
            <Figure title="Tasks" samples={of('tasks')} />
            <Figure title="Database" samples={of('database_bytes')} shown={bytes} />
            <Figure title="Faults that fired" samples={of('fault_hits_total')} />
          </ul>
          <Operations figures={operationFigures(samples, value.own)} />
        </>
      )}
    </>
  );
}

interface FigureProps {
  readonly title: string;
  readonly samples: readonly Sample[];
  /** The label whose values are told apart. */
  readonly label?: string;
  readonly shown?: (value: number) => string;
}

const Figure = ({ title, samples, label, shown = count }: FigureProps) => (
  <li class="card">
    <div class="soft">{title}</div>
    <b class="figure">{shown(samples.reduce((sum, { value }) => sum + value, 0))}</b>
    {label !== undefined && (
      <div class="soft">
        {samples.map(({ labels, value }) => `${count(value)} ${labels[label] ?? ''}`).join(', ')}
      </div>
    )}
  </li>
);

function Operations({ figures }: { figures: readonly OperationFigures[] }) {
  const most = figures[0]?.count ?? 1;
  return (
    <table class="stack" aria-label="Operations">
      <thead>
        <tr>
          <th scope="col">Operation</th>
          <th scope="col" class="number">
            Called
          </th>
          <th scope="col" class="number">
            Refused
          </th>
          <th scope="col" class="number">
            Mean
          </th>
        </tr>
      </thead>
      <tbody>
        {figures.map((one) => (
          <tr key={one.operation}>
            <td>
              {one.operation === 'unknown' ? (
                'no operation'
              ) : (
                <a href={viewHref('journal', undefined, { operation: one.operation })}>
                  {one.operation}
                </a>
              )}
              <progress value={one.count} max={most} aria-hidden="true" />
            </td>
            <td class="number" data-label="Called">
              {count(one.count)}
            </td>
            <td class="number" data-label="Refused">
              {one.refused === 0 ? '–' : <span class="status bad">{count(one.refused)}</span>}
            </td>
            <td class="number" data-label="Mean">
              {milliseconds(one.milliseconds)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const metrics: View = {
  name: 'metrics',
  title: 'Metrics',
  group: 'Emulator',
  component: Metrics,
};
