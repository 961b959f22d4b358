import type { ProgressionMode } from '../../core/world-modes.js';

/** Kinds of slow work; each moves a resource from one status or state to another. */
export const WORK_KINDS = [
  'download',
  'template',
  'snapshot',
  'export',
  'deletion',
  'reconnect',
  'vm',
] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** How slow work goes on. */
export interface Pace {
  readonly mode: ProgressionMode;
  /** Of `timed`: work takes up to so many percent more or less, drawn from the environment's chance. */
  readonly jitterPercent: number;
  /** Of `manual`: it goes on after so many polls of its job; null: only by hand. */
  readonly polls: number | null;
}

/** A pace for some work: of a kind, on a resource, or both. */
export interface PaceRule extends Pace {
  readonly kind: WorkKind | null;
  readonly resourceUuid: string | null;
}

/** The pace of all work and what differs from it. */
export interface ProgressionState {
  readonly pace: Pace;
  readonly rules: readonly PaceRule[];
}

/** The progression of one environment; whoever changes it saves it. */
export interface Progression {
  state: ProgressionState;
}

export const startingProgression = (mode: ProgressionMode): ProgressionState => ({
  pace: { mode, jitterPercent: 0, polls: null },
  rules: [],
});

/** The pace of work of a kind on some resources: a rule for the resource goes before one for the kind. */
export function paceOf(
  { pace, rules }: ProgressionState,
  kind: WorkKind,
  resourceUuids: readonly string[],
): Pace {
  let best: Pace = pace;
  let closest = 0;
  for (const rule of rules) {
    if (rule.kind !== null && rule.kind !== kind) continue;
    if (rule.resourceUuid !== null && !resourceUuids.includes(rule.resourceUuid)) continue;
    const closeness = (rule.resourceUuid === null ? 0 : 2) + (rule.kind === null ? 0 : 1);
    if (closeness > closest) [best, closest] = [rule, closeness];
  }
  return best;
}

/** The state with this rule; one for the same kind and resource gives way. Without both it is the pace of all. */
export function withRule(state: ProgressionState, rule: PaceRule): ProgressionState {
  const { kind, resourceUuid, ...pace } = rule;
  if (kind === null && resourceUuid === null) return { pace, rules: [] };
  const others = state.rules.filter(
    (one) => one.kind !== kind || one.resourceUuid !== resourceUuid,
  );
  return { ...state, rules: [...others, rule] };
}

/** Whether it can be the progression of a world: what lies in a file may be anything. */
export function isProgressionState(value: unknown): value is ProgressionState {
  const { pace, rules } = (value ?? {}) as Partial<ProgressionState>;
  if (!Array.isArray(rules) || rules.length > MOST_PACE_RULES) return false;
  return [pace, ...(rules as unknown[])].every(isPace);
}

function isPace(value: unknown): value is Pace {
  const { mode, jitterPercent, polls } = (value ?? {}) as Partial<Pace>;
  const isMode = mode === 'immediate' || mode === 'timed' || mode === 'manual';
  return isMode && isWhole(jitterPercent, 100) && (polls === null || isWhole(polls, MOST_POLLS));
}

const isWhole = (value: unknown, most: number) =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;

export const MOST_PACE_RULES = 1000;
export const MOST_POLLS = 1_000_000;
