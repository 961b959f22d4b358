import type { Case } from '../cases/case.js';
import type { Exchange } from '../client/client.js';

export type State = 'proven' | 'differs' | 'unknown';

/** What came of one case. */
export interface Verdict {
  readonly case: Case;
  readonly state: State;
  /** What differs, or why nobody can tell; empty when it is proven. */
  readonly reasons: readonly string[];
  /** Kept where they explain something. */
  readonly exchanges: readonly Exchange[];
}

/** What came of all cases of an operation. */
export interface OperationVerdict {
  readonly operation: string;
  readonly state: State;
  readonly reason: string;
  readonly counts: Readonly<Record<State, number>>;
}

/** The target answers otherwise than the case says. */
export class Differs extends Error {
  constructor(readonly reasons: readonly string[]) {
    super(reasons.join('; '));
    this.name = 'Differs';
  }
}

/** The case cannot be tried here. */
export class CannotTell extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CannotTell';
  }
}

/** What each operation ends as: proven when all of its cases are. */
export function byOperation(
  verdicts: readonly Verdict[],
  operations: readonly string[],
  unproven: Readonly<Record<string, string>>,
): OperationVerdict[] {
  const cases = new Map<string, Verdict[]>(operations.map((operation) => [operation, []]));
  for (const verdict of verdicts) {
    const { operation } = verdict.case;
    const known = cases.get(operation);
    if (known) known.push(verdict);
    else cases.set(operation, [verdict]);
  }
  return [...cases]
    .map(([operation, all]) => operationVerdict(operation, all, unproven[operation]))
    .toSorted((a, b) => (a.operation < b.operation ? -1 : 1));
}

function operationVerdict(
  operation: string,
  all: readonly Verdict[],
  unproven: string = 'it has no case in which it succeeds',
): OperationVerdict {
  const of = (state: State) => all.filter((one) => one.state === state);
  const counts = {
    proven: of('proven').length,
    differs: of('differs').length,
    unknown: of('unknown').length,
  };
  if (counts.differs > 0) {
    const [first] = of('differs');
    return {
      operation,
      state: 'differs',
      reason: `${first?.case.name}: ${first?.reasons[0]}`,
      counts,
    };
  }
  if (counts.unknown > 0) {
    return { operation, state: 'unknown', reason: mostFrequent(of('unknown')), counts };
  }
  if (!all.some(succeeds)) {
    return { operation, state: 'unknown', reason: unproven, counts };
  }
  return { operation, state: 'proven', reason: '', counts };
}

/** Whether an operation does in a case what it is for. */
const succeeds = ({ case: { operation, steps } }: Verdict): boolean =>
  steps.some((step) => 'call' in step && step.call === operation && !step.refused);

function mostFrequent(verdicts: readonly Verdict[]): string {
  const counts = new Map<string, number>();
  for (const { reasons } of verdicts) {
    const reason = reasons[0] ?? '';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const [[reason, count] = ['', 0], ...others] = [...counts].toSorted(([, a], [, b]) => b - a);
  return others.length === 0
    ? reason
    : `${reason} (${count} of ${verdicts.length}, others otherwise)`;
}
