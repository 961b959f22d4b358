import { PutFault } from './put-fault.js';
import { words, type Flow, type Rule, type Step } from './rules.js';

interface Props {
  readonly flow: Flow;
  readonly operation: string;
  readonly rules: readonly Rule[];
}

/** The steps of a flow in their order, each a place where a fault can be put. */
export const FlowDiagram = ({ flow, operation, rules }: Props) => (
  <ol class="flow" aria-label={`Steps of ${operation}`}>
    {flow.steps.map((step) => (
      <li key={step.name} class={step.isErrand ? 'errand' : ''}>
        <div class="step">
          <b>{words(step.name)}</b>
          <Marks step={step} />
          <RulesAt rules={rules.filter((rule) => isAt(rule, step, operation))} />
          {step.point !== null && (
            <PutFault
              title="Put a fault here"
              label={`Put a fault at ${words(step.name)}`}
              operation={flow.operations.length > 1 ? operation : undefined}
              operations={[]}
              step={step}
            />
          )}
        </div>
      </li>
    ))}
  </ol>
);

const isAt = (rule: Rule, step: Step, operation: string): boolean =>
  rule.point !== null &&
  rule.point === step.point &&
  (rule.operation === null || rule.operation === operation);

const Marks = ({ step }: { step: Step }) => (
  <span class="soft">
    {[
      step.isErrand ? 'outside, where there is something to read' : '',
      step.isForEach ? 'for each storage' : '',
      step.takesBytes ? 'bytes are still to come' : '',
    ]
      .filter(Boolean)
      .join(' · ')}
  </span>
);

const RulesAt = ({ rules }: { rules: readonly Rule[] }) => (
  <>
    {rules.map(({ uuid, kind, hits }) => (
      <span key={uuid} class={hits > 0 ? 'status bad' : 'status wait'}>
        {kind}: {hits === 0 ? 'waits' : hits === 1 ? 'fired once' : `fired ${hits} times`}
      </span>
    ))}
  </>
);
