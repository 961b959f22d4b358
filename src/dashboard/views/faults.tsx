import { ask, order } from '../api.js';
import { FlowDiagram } from '../faults/flow-diagram.js';
import { PutFault } from '../faults/put-fault.js';
import { aboutOf, KINDS, words, type Flow, type Rule } from '../faults/rules.js';
import { place, refine } from '../place.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/said.js';
import { useLoaded } from '../use-loaded.js';
import type { View } from './view.js';

const FIRST = 'AddImage';

let flows: Promise<readonly Flow[]> | undefined;

/** They are the same as long as the emulator is. */
function allFlows(): Promise<readonly Flow[]> {
  flows ??= ask<{ inventories: Flow[] }>('/flows').then(({ inventories }) => inventories);
  return flows.catch((error: unknown) => {
    flows = undefined;
    throw error;
  });
}

function Faults() {
  const known = useLoaded(allFlows, 'flows');
  const { value, error } = useLoaded(
    (signal) => ask<{ inventories: Rule[] }>('/faults', {}, signal),
    'faults',
  );
  const rules = value?.inventories;
  const operations = (known.value ?? []).flatMap((flow) => flow.operations).toSorted();
  const operation = place.value.params.get('operation') ?? FIRST;
  const flow = known.value?.find((one) => one.operations.includes(operation));
  return (
    <>
      <div class="title">
        <h1>Faults {rules && <span class="count">{rules.length}</span>}</h1>
        {rules !== undefined && rules.length > 0 && (
          <Button does="Remove all faults" twice work={() => order('DELETE', '/faults')}>
            Remove all
          </Button>
        )}
      </div>
      {(error ?? known.error) !== undefined && <Notice bad>{error ?? known.error}</Notice>}
      {rules?.length === 0 && (
        <Notice>
          Nothing is to go wrong. Choose an operation below, and where it is to break.
        </Notice>
      )}
      {rules !== undefined && rules.length > 0 && <Rules rules={rules} />}
      {known.value && (
        <section aria-label="Where it breaks">
          <h2>Where it breaks</h2>
          <div class="row">
            <label class="inline plain-label">
              Operation
              <select
                value={operation}
                onChange={({ currentTarget }) => refine({ operation: currentTarget.value })}
              >
                {[...new Set([...operations, operation])].map((name) => (
                  <option key={name} value={name}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
            <PutFault
              key={operation}
              title="Put a fault on the call"
              label={`Put a fault on the call of ${operation}`}
              operation={operation}
              operations={[...new Set([...operations, operation])]}
              step={undefined}
              kind="main"
            />
          </div>
          {flow ? (
            <FlowDiagram key={operation} flow={flow} operation={operation} rules={rules ?? []} />
          ) : (
            <p class="soft">It is answered at once: there are no steps, only the call.</p>
          )}
        </section>
      )}
    </>
  );
}

const Rules = ({ rules }: { rules: readonly Rule[] }) => (
  <table class="stack" aria-label="Faults">
    <thead>
      <tr>
        <th scope="col">What goes wrong</th>
        <th scope="col">Fired</th>
        <th scope="col">Where</th>
        <th scope="col">
          <span class="unseen">Buttons</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {rules.map((rule) => (
        <tr key={rule.uuid}>
          <td>
            {KINDS[rule.kind] ?? rule.kind} <div class="soft">{aboutOf(rule)}</div>
          </td>
          <td>
            <span class={rule.hits > 0 ? 'status bad' : 'status wait'}>
              {rule.hits} of {rule.matched}
            </span>
          </td>
          <td>{rule.point === null ? 'the call' : words(rule.point.replace('/', ': '))}</td>
          <td>
            <Button
              does={`Remove the fault ${rule.kind}`}
              label={`Remove the fault ${rule.kind} at ${rule.point ?? rule.operation ?? 'any call'}`}
              work={() => order('DELETE', `/faults/${rule.uuid}`)}
            >
              Remove
            </Button>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

export const faults: View = {
  name: 'faults',
  title: 'Faults',
  group: 'Clients',
  component: Faults,
};
