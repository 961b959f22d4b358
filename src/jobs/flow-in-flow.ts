import type { Flow, FlowContext, StepRun } from './flow.js';

/** How the steps of a flow stand in another one. */
export interface Embedding<Outer> {
  /** Stands before the names of its steps. */
  readonly prefix: string;
  /** What it keeps between its steps: a part of the outer context, so that it is saved with that. */
  readonly contextOf: (outer: Outer) => FlowContext;
  /** Where it would end its job: what the outer flow does with what it has come to. */
  readonly goOn: (run: StepRun<Outer>, outcome: Readonly<Record<string, unknown>>) => void;
}

/** The parts of a flow that its steps bring along. */
type Steps<Context> = Required<
  Pick<Flow<Context>, 'steps' | 'stepsWithSubjects' | 'stepsThatTakeBytes'>
>;

/**
 * The steps of a flow as steps of another one, for a job that does several such works one after the other. Its rollback
 * is called by the outer flow's.
 */
export function stepsOf<Inner, Outer>(inner: Flow<Inner>, how: Embedding<Outer>): Steps<Outer> {
  const named = (step: string) => `${how.prefix}${step}`;
  const steps = Object.entries(inner.steps).map(([name, work]) => [
    named(name),
    (run: StepRun<Outer>) =>
      work({
        ...run,
        context: how.contextOf(run.context) as Inner,
        schedule: (step, subject, delay) => run.schedule(named(step), subject, delay),
        succeed: (outcome) => how.goOn(run, outcome),
      }),
  ]);
  return {
    steps: Object.fromEntries(steps) as Steps<Outer>['steps'],
    stepsWithSubjects: (inner.stepsWithSubjects ?? []).map(named),
    stepsThatTakeBytes: (inner.stepsThatTakeBytes ?? []).map(named),
  };
}
