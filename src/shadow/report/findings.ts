import type { Kind } from '../compare/kinds.js';
import { keyOf, type Judged, type Pair, type Verdict } from '../judge/verdict.js';

/** One way in which the emulator differs from the cloud, however often it was seen. */
export interface Finding {
  readonly operation: string;
  readonly kind: Kind;
  readonly place: string;
  count: number;
  /** What was seen of it first. */
  readonly cloud: string;
  readonly emulator: string;
  readonly pair: Pair | undefined;
  readonly mended: string | undefined;
  readonly case: string | undefined;
  /** What goes back to it: kind, place and how often. */
  readonly following: Map<string, number>;
}

/** What came of the exchanges with an operation. */
export interface Tally {
  same: number;
  differs: number;
  notCompared: number;
}

/** So many findings are kept; what comes after is counted. */
const MOST = 1_000;
/** So many operations, ways of answering, and reasons. */
const MOST_NAMES = 2_000;

/** What the shadow has found out by now. */
export class Findings {
  readonly #findings = new Map<string, Finding>();
  readonly operations = new Map<string, Tally>();
  /** How operations answered without a difference: `QueryImage`, `succeeds`. */
  readonly #same = new Map<string, Set<string>>();
  readonly variances = new Map<string, number>();
  readonly notCompared = new Map<string, number>();
  /** Differences that were one too many to keep. */
  untold = 0;
  judged = 0;

  /** Takes a verdict; answers what is new in it. */
  add(verdict: Verdict): Finding[] {
    this.judged++;
    const { operation, outcome, reason, variances } = verdict;
    this.#count(operation, outcome);
    for (const [name, count] of Object.entries(variances)) increase(this.variances, name, count);
    if (outcome === 'not compared') increase(this.notCompared, reason ?? '', 1);
    if (outcome === 'same') this.#remember(operation, verdict.answered ?? '');
    return verdict.differences.flatMap((one) => this.#find(verdict, one) ?? []);
  }

  /** Those that go back to no other, the most frequent first. */
  get all(): readonly Finding[] {
    return [...this.#findings.values()].toSorted((a, b) => b.count - a.count);
  }

  /** How an operation answered where nothing differed. */
  sameOf(operation: string): readonly string[] {
    return [...(this.#same.get(operation) ?? [])].toSorted();
  }

  #count(operation: string, outcome: Verdict['outcome']): void {
    const known = this.operations.get(operation);
    const tally = known ?? { same: 0, differs: 0, notCompared: 0 };
    if (outcome === 'not compared') tally.notCompared++;
    else tally[outcome]++;
    if (!known && this.operations.size < MOST_NAMES) this.operations.set(operation, tally);
  }

  #remember(operation: string, answered: string): void {
    const known = this.#same.get(operation);
    if (known) {
      if (known.size < 100) known.add(answered);
    } else if (this.#same.size < MOST_NAMES) this.#same.set(operation, new Set([answered]));
  }

  #find(verdict: Verdict, difference: Judged): Finding | undefined {
    const { kind, place, cloud, emulator, follows } = difference;
    const cause = follows === undefined ? undefined : this.#findings.get(follows);
    if (cause) {
      increase(cause.following, `${verdict.operation}: ${kind} ${place}`, 1);
      return undefined;
    }
    const key = keyOf(verdict.operation, difference);
    const known = this.#findings.get(key);
    if (known) {
      known.count++;
      return undefined;
    }
    if (this.#findings.size >= MOST) {
      this.untold++;
      return undefined;
    }
    const { operation, pair, mended } = verdict;
    const found: Finding = {
      operation,
      kind,
      place,
      count: 1,
      cloud,
      emulator,
      pair,
      mended,
      case: verdict.case,
      following: new Map(),
    };
    this.#findings.set(key, found);
    return found;
  }
}

function increase(map: Map<string, number>, name: string, by: number): void {
  if (map.has(name) || map.size < MOST_NAMES) map.set(name, (map.get(name) ?? 0) + by);
}
