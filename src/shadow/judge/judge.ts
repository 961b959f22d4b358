import { caseOf } from '../cases/case-of.js';
import type { Comparison } from '../compare/comparison.js';
import { mayWrite, type Exchange } from '../exchange.js';
import type { Book } from '../../verify/cases/case.js';
import type { Facts } from '../../verify/facts/facts.js';
import { areEqual, compareAnswers, type Answered } from './compare-answers.js';
import { jobIn, type Mark, type OpenJob } from './jobs.js';
import { Operations } from './operations.js';
import { pairOf, withoutSession } from './pair.js';
import { codeOf, jsonOf, uuidsIn } from './read-exchange.js';
import {
  askedBy,
  NotCompared,
  NotEmulated,
  pathOf,
  readExchange,
  timeOf,
  type Read,
} from './read.js';
import { Renewal } from './renewal.js';
import { jobOf, Replay } from './replay.js';
import { Sessions } from './sessions.js';
import { Standing } from './standing.js';
import type { Difference, Verdict } from './verdict.js';
import type { World } from './world.js';

export interface JudgeOptions {
  readonly world: World;
  readonly facts: Facts;
  /** The cloud's context path, e.g. `/zstack`. */
  readonly contextPath: string;
  /** Names in this text, such as that of a captured seed, mean the same on both sides. */
  readonly sameNames?: string;
  /** Uuids of what the cloud had then and the world could not be given. */
  readonly notCarried?: readonly string[];
  /** The world began with everything that the cloud had then. */
  readonly knowsAll: boolean;
  /** What cases are made with; read when the first one is. */
  readonly book: () => Book;
  /** Between two captures at least, in ms. */
  readonly pause?: number;
}

/** Does in the world what was done in the cloud, one exchange after the other, and says where they differ. */
export class Judge {
  readonly #operations: Operations;
  readonly #standing: Standing;
  readonly #sessions: Sessions;
  readonly #replay: Replay;
  readonly #renewal: Renewal;
  #book: Book | undefined;

  constructor(private readonly options: JudgeOptions) {
    const { world, facts, sameNames, notCarried, contextPath, pause } = options;
    this.#operations = new Operations(facts);
    this.#standing = new Standing(world, sameNames, notCarried);
    const names = () => this.#standing.names;
    this.#sessions = new Sessions(names, world);
    this.#replay = new Replay(world, contextPath, names, this.#sessions, () =>
      this.#standing.choseOtherwise(),
    );
    this.#renewal = new Renewal(world, pause);
  }

  /** `lostWrites`: so many writes were never handed over, since the beginning. It never throws. */
  async judge(exchange: Exchange, lostWrites = 0): Promise<Verdict> {
    this.#standing.lost(lostWrites);
    try {
      await this.#renew();
      if (this.#renewal.covers(exchange)) throw new NotCompared('the cloud was captured anew');
      const { contextPath } = this.options;
      return await this.#judge(readExchange(exchange, contextPath, this.#operations));
    } catch (error) {
      return this.#failed(exchange, error);
    }
  }

  async #renew(): Promise<void> {
    const captured = await this.#renewal.renew(this.#standing.isApart);
    if (captured === undefined) return;
    this.#standing.begin(captured);
    this.#sessions.clear();
  }

  #failed(exchange: Exchange, error: unknown): Verdict {
    const isKnown = error instanceof NotCompared;
    const isWrite = mayWrite(exchange.method, exchange.path);
    const covered = this.#renewal.covers(exchange);
    if (isWrite && covered !== 'before' && !(error instanceof NotEmulated)) {
      this.#standing.fallBehind(
        covered === 'during'
          ? 'after a write that came while the cloud was captured'
          : 'after a write that could not be done in the world',
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    const path = pathOf(exchange, this.options.contextPath);
    return {
      seq: exchange.seq,
      operation: this.#operations.find(exchange.method, path, undefined).name,
      outcome: 'not compared',
      reason: isKnown ? reason : `the shadow failed: ${reason}`,
      variances: {},
      differences: [],
    };
  }

  async #judge(read: Read): Promise<Verdict> {
    const { exchange, cloud } = read;
    await this.options.world.moveTo(timeOf(exchange));
    const looked = jobIn(exchange);
    if (looked !== undefined) return this.#endOfJob(looked, read);
    const mark = this.#standing.mark(exchange);
    const answer = await this.#replay.ask(read);
    if (cloud.status === 202) {
      const job = jobOf(cloud);
      if (job === undefined) throw new NotCompared('its job cannot be found');
      if (answer.status < 400 || answer.status === 503) {
        this.#standing.jobs.begin(job, { exchange, answer, mark });
        return verdict(read, 'not compared', UNDER_WAY);
      }
    }
    return this.#compared(read, answer, mark);
  }

  /** What became of a job is compared when its end is seen. */
  async #endOfJob(uuid: string, read: Read): Promise<Verdict> {
    const { exchange, cloud } = read;
    const { jobs } = this.#standing;
    if (cloud.status === 202) return verdict(read, 'not compared', UNDER_WAY);
    const ended = jobs.end(uuid, exchange);
    if (ended) {
      const { job, isBesideJob } = ended;
      const isBeside = isBesideJob || this.#standing.hasGoneOn(job.mark);
      return this.#compared(this.#ofJob(job, read, isBeside), job.answer, job.mark);
    }
    const reason = jobs.hasEnded(uuid)
      ? 'the end of its job was seen before'
      : 'nobody saw how its job began';
    return verdict(read, 'not compared', reason);
  }

  /** The call that a job is, with what the cloud says has become of it. */
  #ofJob({ exchange }: OpenJob, { exchange: poll, cloud }: Read, isBesideJob: boolean): Read {
    const { named, sent } = readExchange(exchange, this.options.contextPath, this.#operations);
    return { exchange: { ...exchange, seq: poll.seq }, named, sent, cloud, isBesideJob };
  }

  async #compared(read: Read, answer: Answered, mark: Mark | undefined): Promise<Verdict> {
    const { names, capacities } = this.#standing;
    this.#standing.letChoose(read);
    if (areEqual(read.cloud, answer, names)) return verdict(read, 'same');
    const asked = askedBy(read, this.options.knowsAll);
    const comparison = compareAnswers(read.cloud, answer, asked, names, capacities);
    this.#standing.chose(comparison);
    if (comparison.differences.length === 0) {
      comparison.names.keep();
      return { ...verdict(read, 'same'), variances: comparison.variances };
    }
    const doubt = this.#standing.doubtOf(read, answer, comparison);
    if (doubt === undefined) {
      comparison.names.keep();
      const mended = await this.#standing.mend(read, comparison, mark);
      return this.#differing(read, answer, comparison, comparison.differences, mended);
    }
    await this.#standing.letApart(read, comparison, mark);
    const certain = comparison.differences.filter((one) => doubt.isCertain(one));
    return certain.length > 0
      ? this.#differing(read, answer, comparison, certain, undefined)
      : verdict(read, 'not compared', doubt.reason);
  }

  #differing(
    read: Read,
    answer: Answered,
    { variances }: Comparison,
    told: readonly Difference[],
    mended: string | undefined,
  ): Verdict {
    const { exchange, named, cloud, sent } = read;
    const touched = uuidsIn(`${exchange.path} ${sent}`);
    const differences = this.#standing.causes
      .judge(named.name, told, touched)
      .map((one) => withoutSession(exchange.path, one));
    const first = differences.find(({ follows }) => follows === undefined);
    const shownBy = first && this.#caseOf(read, first);
    return {
      ...verdict(read, 'differs'),
      variances,
      differences,
      pair: pairOf(exchange, sent, cloud, answer),
      ...(mended === undefined ? {} : { mended }),
      ...(shownBy === undefined ? {} : { case: shownBy }),
    };
  }

  #caseOf({ exchange, named, sent, cloud }: Read, difference: Difference): string | undefined {
    const { facts, inPath } = named;
    if (!facts) return undefined;
    this.#book ??= this.options.book();
    const start = exchange.path.indexOf('?');
    const inQuery = new URLSearchParams(start === -1 ? '' : exchange.path.slice(start + 1));
    return caseOf({ facts, inPath, inQuery, body: jsonOf(sent), cloud }, difference, this.#book);
  }
}

const UNDER_WAY = 'its job is under way';

function verdict(
  { exchange, named, cloud }: Read,
  outcome: Verdict['outcome'],
  reason?: string,
): Verdict {
  const isGood = cloud.status < 400;
  const code = isGood ? undefined : codeOf(jsonOf(cloud.text));
  return {
    seq: exchange.seq,
    operation: named.name,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    answered: isGood ? 'succeeds' : `is refused with ${code ?? cloud.status}`,
    variances: {},
    differences: [],
  };
}
