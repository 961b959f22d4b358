import type { Finding, Findings, Tally } from './findings.js';

/** What was watched, for whom it is told. */
export interface Watched {
  /** The cloud's address. */
  readonly target: string;
  readonly release: string;
  /** When it began, and until when this is told: ISO 8601. */
  readonly date: string;
  readonly until: string;
  readonly requests: number;
  /** Those that the cloud did not answer. */
  readonly unanswered: number;
  /** Those that wait to be compared. */
  readonly waiting: number;
  /** Those that there was no room for. */
  readonly lost: number;
  /** Why the shadow is gone, where it is. */
  readonly gone: string | undefined;
}

interface ToldFinding extends Omit<Finding, 'following'> {
  readonly following: Readonly<Record<string, number>>;
}

/** Everything that is known, as JSON has it. */
export interface ShadowReport extends Watched {
  readonly same: number;
  readonly differs: number;
  readonly findings: readonly ToldFinding[];
  /** Differences that there was no room for. */
  readonly untold: number;
  readonly variances: Readonly<Record<string, number>>;
  /** Exchanges that were not compared, by the reason. */
  readonly notCompared: Readonly<Record<string, number>>;
  readonly operations: Readonly<Record<string, Tally>>;
}

export function reportOf(watched: Watched, findings: Findings): ShadowReport {
  const tallies = [...findings.operations.values()];
  const sum = (of: 'same' | 'differs') => tallies.reduce((total, one) => total + one[of], 0);
  const unseen: [string, number][] = [
    ['the shadow had no room for it', watched.lost],
    ['it waits', watched.waiting],
  ];
  return {
    ...watched,
    same: sum('same'),
    differs: sum('differs'),
    findings: findings.all.map(({ following, ...one }) => ({
      ...one,
      following: Object.fromEntries(following),
    })),
    untold: findings.untold,
    variances: Object.fromEntries(findings.variances),
    notCompared: Object.fromEntries([
      ...findings.notCompared,
      ...unseen.filter(([, count]) => count > 0),
    ]),
    operations: Object.fromEntries(
      [...findings.operations].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}
