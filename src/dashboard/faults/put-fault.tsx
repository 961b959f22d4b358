import { useState } from 'preact/hooks';
import { order, type Json } from '../api.js';
import { Dialog, textOf } from '../ui/dialog.js';
import { isLate, KINDS, kindsAt, words, type Step } from './rules.js';

interface Props {
  /** What the button says. */
  readonly title: string;
  readonly label: string;
  /** Whose call, or whose work; undefined: the viewer says. */
  readonly operation: string | undefined;
  readonly operations: readonly string[];
  /** Undefined: the call itself. */
  readonly step: Step | undefined;
  readonly kind?: 'plain' | 'main';
}

/** A button that asks what is to go wrong, and puts a rule there. */
export function PutFault(props: Props) {
  const { title, label, operation, operations, step, kind = 'plain' } = props;
  const kinds = kindsAt(step);
  const [chosen, choose] = useState(kinds[0] ?? 'fail');
  return (
    <Dialog
      title={title}
      label={label}
      does={`A fault at ${step ? words(step.name) : 'the call'}`}
      submit="Put it"
      kind={kind}
      work={(given) => order('POST', '/faults', ruleOf(given, step))}
    >
      <p class="hint">
        {step ? (
          <>
            At the step <b>{words(step.name)}</b> {operation !== undefined && `of ${operation}`}
          </>
        ) : (
          'At the call itself, before or after its work'
        )}
      </p>
      {step ? (
        <input type="hidden" name="operation" value={operation ?? ''} />
      ) : (
        <label>
          Operation
          <select name="operation" defaultValue={operation ?? ''}>
            <option value="">any</option>
            {operations.map((name) => (
              <option key={name} value={name} selected={name === operation}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        What happens
        <select
          name="kind"
          value={chosen}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        >
          {kinds.map((name) => (
            <option key={name} value={name}>
              {KINDS[name]} ({name})
            </option>
          ))}
        </select>
      </label>
      {isLate(chosen) && (
        <label>
          How much later
          <input name="delay" required defaultValue="30s" placeholder="30s, 5m, 3d" />
        </label>
      )}
      {chosen === 'fail' && (
        <label>
          What the error says
          <input name="details" placeholder="failed by a fault rule" />
        </label>
      )}
      <div class="pair">
        <label>
          How often
          <input name="times" inputMode="numeric" pattern="[0-9]*" placeholder="always" />
        </label>
        <label>
          How likely, in percent
          <input name="percent" inputMode="numeric" pattern="[0-9]*" placeholder="100" />
        </label>
      </div>
      <label>
        Only of what is called (% and _ stand for anything)
        <input name="resourceName" placeholder="whatever its name" />
      </label>
    </Dialog>
  );
}

function ruleOf(given: FormData, step: Step | undefined): Json {
  const number = (name: string) => {
    const text = textOf(given, name);
    return text === undefined ? undefined : Number(text);
  };
  const rule = {
    kind: textOf(given, 'kind'),
    operation: textOf(given, 'operation'),
    point: step?.point ?? undefined,
    delay: textOf(given, 'delay'),
    details: textOf(given, 'details'),
    resourceName: textOf(given, 'resourceName'),
    times: number('times'),
    percent: number('percent'),
  };
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
}
