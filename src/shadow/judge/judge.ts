import { Capacities } from '../compare/capacities.js';
import type { Comparison } from '../compare/comparison.js';
import { Names } from '../compare/names.js';
import variances from '../compare/variances.json';
import { mayWrite, type Exchange } from '../exchange.js';
import type { Book } from '../../verify/cases/case.js';
import type { Facts } from '../../verify/facts/facts.js';
import { caseOf } from '../cases/case-of.js';
import { askWorld } from './ask-world.js';
import { Causes } from './causes.js';
import { compareAnswers, type Answered } from './compare-answers.js';
import { jobIn, Jobs, type Mark, type OpenJob } from './jobs.js';
import { Operations, type Named } from './operations.js';
import { pairOf } from './pair.js';
import { codeOf, fieldOf, jsonOf, textOf, uuidsIn } from './read-exchange.js';
import { Sessions } from './sessions.js';
import { decoded, parameterOf, pathToWorld } from './translate.js';
import { keyOf, type Difference, type Verdict } from './verdict.js';
import type { World } from './world.js';

export interface JudgeOptions {
  readonly world: World;
  readonly facts: Facts;
  /** The cloud's context path, e.g. `/zstack`. */
  readonly contextPath: string;
  /** Names in this text, such as that of a captured seed, mean the same on both sides. */
  readonly sameNames?: string;
  /** The world began with everything that the cloud had then. */
  readonly knowsAll: boolean;
  /** What cases are made with; read when the first one is. */
  readonly book: () => Book;
}

/** An exchange, read. */
interface Read {
  readonly exchange: Exchange;
  readonly named: Named;
  /** The body of the request, unpacked. */
  readonly sent: string;
  readonly cloud: Answered;
  /** Of a job whose end was seen: whether another one was under way beside it. */
  readonly isBesideJob?: boolean;
}

/** Why an exchange cannot be compared. */
class NotCompared extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotCompared';
  }
}

const NOT_EMULATED = /is an API of ZStack that this emulator does not emulate/;
/** What goes another way on each side for a reason that is known. */
const APART = 'apart';
/** So often the world chooses again, when it has chosen what it must then refuse. */
const CHOICES = 5;
/** A job of the world is looked at so often: it ends as soon as everything that is due is done. */
const MOST_LOOKS = 20;

/** Does in the world what was done in the cloud, one exchange after the other, and says where they differ. */
export class Judge {
  readonly #names = new Names();
  readonly #capacities = new Capacities();
  readonly #causes = new Causes();
  readonly #jobs = new Jobs();
  readonly #operations: Operations;
  readonly #sessions: Sessions;
  #book: Book | undefined;
  #lostWrites = 0;
  /** How many writes the world has seen. */
  #writes = 0;
  /** Why the world may be behind the cloud, where it is. */
  #behind: string | undefined;

  constructor(private readonly options: JudgeOptions) {
    this.#operations = new Operations(options.facts);
    this.#sessions = new Sessions(this.#names, options.world);
    if (options.sameNames !== undefined) this.#names.sameIn(options.sameNames);
  }

  /** `lostWrites`: so many writes were never handed over, since the beginning. It never throws. */
  async judge(exchange: Exchange, lostWrites = 0): Promise<Verdict> {
    if (lostWrites > this.#lostWrites) this.#behind = 'after writes that the shadow had no room for';
    this.#lostWrites = lostWrites;
    const path = exchange.path.slice(this.options.contextPath.length).split('?', 1)[0] ?? '';
    let named: Named = this.#operations.find(exchange.method, path, undefined);
    try {
      const read = this.#read(exchange, path);
      named = read.named;
      return await this.#judge(read);
    } catch (error) {
      if (mayWrite(exchange.method, exchange.path) && !(error instanceof NotEmulated)) {
        this.#behind ??= 'after a write that could not be done in the world';
      }
      const reason = error instanceof Error ? error.message : String(error);
      return {
        seq: exchange.seq,
        operation: named.name,
        outcome: 'not compared',
        reason: error instanceof NotCompared ? reason : `the shadow failed: ${reason}`,
        variances: {},
        differences: [],
      };
    }
  }

  /** @throws {NotCompared} */
  #read(exchange: Exchange, path: string): Read {
    const { contextPath } = this.options;
    const { status, requestBody, answerBody, requestHeaders, answerHeaders } = exchange;
    if (status === 0) throw new NotCompared('the cloud has not answered');
    if (!exchange.path.startsWith(`${contextPath}/v1/`)) {
      throw new NotCompared('not of the REST API');
    }
    if (requestBody === undefined || answerBody === undefined) {
      throw new NotCompared('its body is longer than what is looked at, or broke off');
    }
    const sent = textOf(requestBody, requestHeaders);
    const text = textOf(answerBody, answerHeaders);
    if (sent === undefined || text === undefined) {
      throw new NotCompared('its body cannot be unpacked');
    }
    const contentType = answerHeaders['content-type'] ?? '';
    const named = this.#operations.find(exchange.method, path, jsonOf(sent));
    return { exchange, named, sent, cloud: { status, contentType, text } };
  }

  async #judge(read: Read): Promise<Verdict> {
    const { exchange, cloud, named } = read;
    await this.options.world.moveTo(timeOf(exchange));
    const job = jobIn(exchange);
    if (job !== undefined) return this.#endOfJob(job, read);
    const mark = this.#mark(exchange);
    let answer = await this.#inWorld(read);
    for (let i = 0; i < CHOICES && cloud.status < 400 && isChosenRefusal(answer); i++) {
      answer = await this.#inWorld(read);
    }
    if (NOT_EMULATED.test(answer.text) || (answer.status === 404 && !named.facts)) {
      throw new NotEmulated();
    }
    if (cloud.status === 202) {
      const job = jobOf(cloud);
      if (job === undefined) throw new NotCompared('its job cannot be found');
      if (answer.status < 400 || answer.status === 503) {
        this.#jobs.begin(job, { exchange, answer, mark });
        return this.#verdict(read, 'not compared', 'its job is under way');
      }
    }
    return this.#compared(read, answer, mark);
  }

  /** To what the world can be taken back, when a write goes another way here. */
  #mark({ method, path }: Exchange): Mark | undefined {
    if (!mayWrite(method, path)) return undefined;
    return { writes: ++this.#writes, point: this.options.world.mark() };
  }

  /** What became of a job is compared when its end is seen. */
  async #endOfJob(uuid: string, read: Read): Promise<Verdict> {
    const { exchange, cloud } = read;
    if (cloud.status === 202) return this.#verdict(read, 'not compared', 'its job is under way');
    const ended = this.#jobs.end(uuid, exchange);
    if (ended) {
      const { job, isBesideJob } = ended;
      return this.#compared(this.#ofJob(job, read, isBesideJob), job.answer, job.mark);
    }
    const reason = this.#jobs.hasEnded(uuid)
      ? 'the end of its job was seen before'
      : 'its job began before the shadow';
    return this.#verdict(read, 'not compared', reason);
  }

  /** The call that a job is, with what the cloud says has become of it. */
  #ofJob({ exchange }: OpenJob, { exchange: poll, cloud }: Read, isBesideJob: boolean): Read {
    const path = exchange.path.slice(this.options.contextPath.length).split('?', 1)[0] ?? '';
    const { named, sent } = this.#read(exchange, path);
    return { exchange: { ...exchange, seq: poll.seq }, named, sent, cloud, isBesideJob };
  }

  /** Asks the world what the cloud was asked; of a job its end. */
  async #inWorld({ exchange, sent, cloud, named }: Read): Promise<Answered> {
    const { contextPath, world } = this.options;
    const refused = cloud.status < 400 ? undefined : (codeOf(jsonOf(cloud.text)) ?? 'refused');
    const headers = await this.#sessions.headersFor(exchange, contextPath, refused);
    const own = new URL(world.url).pathname.replace(/\/+$/, '');
    const path = `${own}${pathToWorld(exchange.path.slice(contextPath.length), this.#names)}`;
    const isLogIn = /^\/v1\/accounts\/.*login/i.test(exchange.path.slice(contextPath.length));
    const bodies = isLogIn && refused === undefined ? this.#sessions.bodiesOf(sent) : [sent];
    let answer: Answered | undefined;
    for (const body of bodies) {
      const bytes = body === '' ? undefined : Buffer.from(this.#names.toWorld(body));
      const ofBody = bytes ? { 'content-length': String(bytes.length) } : {};
      answer = await askWorld(world.url, exchange.method, path, { ...headers, ...ofBody }, bytes);
      if (answer.status < 400) break;
    }
    if (!answer) throw new NotCompared('nothing was asked');
    if (named.name === 'LogInByAccount' || isLogIn) this.#pairSessions(cloud, answer);
    return answer.status === 202 ? this.#endInWorld(answer) : answer;
  }

  #pairSessions(cloud: Answered, world: Answered): void {
    const [ours, theirs] = [cloud, world].map(({ text }) =>
      fieldOf(fieldOf(jsonOf(text), 'inventory'), 'uuid'),
    );
    if (typeof ours === 'string' && typeof theirs === 'string') this.#sessions.pair(ours, theirs);
  }

  async #endInWorld(accepted: Answered): Promise<Answered> {
    const { world } = this.options;
    const job = jobOf(accepted);
    const path = `${new URL(world.url).pathname.replace(/\/+$/, '')}/v1/api-jobs/${job}`;
    for (let i = 0; i < MOST_LOOKS; i++) {
      await world.settle();
      const look = await askWorld(world.url, 'GET', path, {}, undefined);
      if (look.status !== 202) return look;
    }
    throw new NotCompared('its job does not end in the world');
  }

  async #compared(read: Read, answer: Answered, mark: Mark | undefined): Promise<Verdict> {
    const { exchange, cloud, named } = read;
    const comparison = compareAnswers(
      cloud,
      answer,
      askedBy(exchange, named, this.options.knowsAll),
      this.#names,
      this.#capacities,
    );
    this.#causes.part([...comparison.chosen], APART);
    if (comparison.differences.length === 0) {
      comparison.names.keep();
      return { ...this.#verdict(read, 'same'), variances: comparison.variances };
    }
    const isOfCause = comparison.differences.every(({ kind }) => kind === 'error-cause');
    const isChosen =
      (wentApart(comparison) || isOfCause) && [cloud, answer].some(isChosenRefusal);
    const doubt = isChosen
      ? 'each side has chosen by itself where, and one had to refuse'
      : this.#doubtOf(read, comparison);
    if (doubt !== undefined) {
      await this.#letApart(read, comparison, mark);
      return this.#verdict(read, 'not compared', doubt);
    }
    comparison.names.keep();
    return this.#differing(read, answer, comparison, mark);
  }

  /** A write that ended otherwise for a reason that is known: the world is not like the cloud any more. */
  async #letApart(
    { exchange, sent }: Read,
    comparison: Comparison,
    mark: Mark | undefined,
  ): Promise<void> {
    if (!mayWrite(exchange.method, exchange.path)) return;
    if (!wentApart(comparison)) {
      comparison.names.keep();
      return;
    }
    if (await this.#takenBack(comparison, mark)) return;
    this.#capacities.clear();
    this.#causes.part(uuidsIn(`${exchange.path} ${sent}`), APART);
    if (exchange.isBesideWrite) this.#behind ??= 'after writes beside each other that ended otherwise';
    else this.#behind ??= 'after a write that only the cloud could do';
  }

  /** What the cloud refused is undone in the world, where nothing came after it. */
  async #takenBack(
    { differences: [first] }: Comparison,
    mark: Mark | undefined,
  ): Promise<boolean> {
    const canGoBack = mark?.writes === this.#writes && first?.kind === 'only-cloud-refuses';
    return canGoBack && this.options.world.takeBack(mark.point);
  }

  /** Why a difference of this one says nothing. */
  #doubtOf({ exchange, isBesideJob, sent, cloud }: Read, comparison: Comparison): string | undefined {
    const isStranger = (uuid: string) => this.#names.worlds(uuid) === undefined;
    const mayBeThere = cloud.status < 400 || this.options.sameNames === undefined;
    const named = uuidsIn(`${decoded(exchange.path)} ${sent}`);
    const cannotKnow = wasRefused(comparison) || exchange.method === 'GET';
    if (mayBeThere && cannotKnow && named.some(isStranger)) {
      return 'it names what the world has never seen';
    }
    if (this.#causes.areApart(comparison.differences, named, APART)) {
      return 'it is about what has gone a way of its own';
    }
    if (exchange.isBesideWrite) return 'it differs, and a write was under way beside it';
    if (isBesideJob ?? this.#jobs.wereUnderWay(exchange)) return 'it differs, and a job was under way';
    return this.#behind === undefined ? undefined : `it differs, ${this.#behind}`;
  }

  async #differing(
    read: Read,
    answer: Answered,
    comparison: Comparison,
    mark: Mark | undefined,
  ): Promise<Verdict> {
    const { exchange, named, cloud } = read;
    const touched = uuidsIn(`${exchange.path} ${read.sent}`);
    const differences = this.#causes.judge(named.name, comparison.differences, touched);
    const mended = await this.#mend(read, comparison, mark);
    const first = differences.find(({ follows }) => follows === undefined);
    const shownBy = first && this.#caseOf(read, first);
    return {
      ...this.#verdict(read, 'differs'),
      variances: comparison.variances,
      differences,
      pair: pairOf(exchange, read.sent, cloud, answer),
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

  /** Lets the world be like the cloud again, as far as that can be. */
  async #mend(
    { exchange, named, cloud }: Read,
    comparison: Comparison,
    mark: Mark | undefined,
  ): Promise<string | undefined> {
    const [first] = comparison.differences;
    if (!first || !mayWrite(exchange.method, exchange.path) || !wentApart(comparison)) {
      return undefined;
    }
    if (await this.#takenBack(comparison, mark)) {
      return 'what the emulator had done was taken back';
    }
    this.#capacities.clear();
    const things = [...Object.values(named.inPath), ...uuidsIn(cloud.text).slice(0, 1)];
    this.#causes.part(things, keyOf(named.name, first));
    return 'what it is about is followed apart from now on';
  }

  #verdict(
    { exchange, named, cloud }: Read,
    outcome: Verdict['outcome'],
    reason?: string,
  ): Verdict {
    const code = codeOf(jsonOf(cloud.text));
    const isGood = cloud.status < 400;
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
}

/** The emulator has not what was asked for: it says nothing of it. */
class NotEmulated extends NotCompared {
  constructor() {
    super('not emulated');
  }
}

/** Whether one side has done what the other refused. */
const wentApart = ({ differences: [first] }: Comparison): boolean =>
  first?.kind === 'only-cloud-refuses' || first?.kind === 'only-cloud-succeeds';

/** A refusal that comes of a choice that is made by chance. */
const isChosenRefusal = ({ status, text }: Answered): boolean =>
  status >= 400 && variances.chosenRefusals.some((words) => text.includes(words));

/** Whether the world has refused. */
const wasRefused = ({ differences: [first] }: Comparison): boolean =>
  first !== undefined &&
  (first.kind === 'only-cloud-succeeds' || first.kind.startsWith('error-') || first.kind === 'status');

function askedBy({ path, method }: Exchange, { name, facts }: Named, knowsAll: boolean) {
  const sort = parameterOf(path, 'sort') ?? parameterOf(path, 'sortBy');
  const isPage = ['limit', 'start'].some((key) => parameterOf(path, key) !== undefined);
  const isQuery = method === 'GET' && facts?.kind === 'query';
  return {
    what: `${name} ${path}`,
    isPage: isQuery && isPage,
    knowsAll,
    isWrite: mayWrite(method, path),
    ...(sort === undefined ? {} : { sortedBy: sort.replace(/^[+\- ]/, '') }),
  };
}

/** When the cloud says that it answered, else when it did. */
function timeOf({ answerHeaders, date }: Exchange): number {
  const told = Date.parse(answerHeaders['date'] ?? '');
  return Number.isNaN(told) ? date : told;
}

/** The job that a call was accepted as. */
function jobOf({ text }: Answered): string | undefined {
  const location = fieldOf(jsonOf(text), 'location');
  return typeof location === 'string' ? /\/v1\/api-jobs\/([^/?]+)/.exec(location)?.[1] : undefined;
}
