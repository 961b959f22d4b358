import { Capacities } from '../compare/capacities.js';
import type { Comparison } from '../compare/comparison.js';
import type { Kind } from '../compare/kinds.js';
import { Names } from '../compare/names.js';
import { mayWrite, type Exchange } from '../exchange.js';
import { Causes } from './causes.js';
import type { Answered } from './compare-answers.js';
import { Jobs, type Mark } from './jobs.js';
import { uuidsIn } from './read-exchange.js';
import type { Read } from './read.js';
import { isChosenRefusal } from './replay.js';
import { decoded } from './translate.js';
import { keyOf, type Difference } from './verdict.js';
import { unfinishedIn } from './unfinished.js';
import type { Captured, World } from './world.js';

/** What goes another way on each side for a reason that is known. */
const APART = 'apart';

/** How the world stands to the cloud: what means the same in both, and where they have gone apart. */
export class Standing {
  names = new Names();
  readonly capacities = new Capacities();
  readonly causes = new Causes();
  readonly jobs = new Jobs();
  /** How many writes the world has seen. */
  #writes = 0;
  #lostWrites = 0;
  /** Why the world may be behind the cloud, where it is. */
  #behind: string | undefined;
  /** It is not like the cloud in everything any more. */
  #isApart = false;
  /** Each side has chosen something by itself, and goes on from there. */
  #hasChosen = false;
  /** The cloud has things that the world could not be given: they are counted there alone. */
  #lacks = false;

  /** `sameNames`: names in it mean the same on both sides. */
  constructor(
    private readonly world: World,
    private readonly sameNames: string | undefined,
    notCarried: readonly string[] = [],
  ) {
    if (sameNames !== undefined) this.#know({ text: sameNames, notCarried });
  }

  /** Whether it would be good to have another world. */
  get isApart(): boolean {
    return this.#isApart;
  }

  /** Another world was put in the place of this one. */
  begin(captured: Captured): void {
    this.names = new Names();
    this.capacities.clear();
    this.causes.clear();
    this.#know(captured);
    this.jobs.clear();
    this.#behind = undefined;
    this.#isApart = false;
    this.#hasChosen = false;
  }

  /** What means the same on both sides, and what only one of them has for a reason that is known. */
  #know({ text, notCarried }: Captured): void {
    this.names.sameIn(text);
    this.causes.part([...unfinishedIn(text), ...notCarried], APART);
    this.#lacks = notCarried.length > 0;
  }

  /** So many writes were never handed over, since the beginning. */
  lost(writes: number): void {
    if (writes > this.#lostWrites) this.fallBehind('after writes that the shadow had no room for');
    this.#lostWrites = writes;
  }

  fallBehind(reason: string): void {
    this.#behind ??= reason;
    this.#isApart = true;
  }

  /** To what the world can be taken back, when this write goes another way here. */
  mark({ method, path }: Exchange): Mark | undefined {
    if (!mayWrite(method, path)) return undefined;
    return { writes: ++this.#writes, point: this.world.mark() };
  }

  /** Whether other writes came after this one. */
  hasGoneOn(mark: Mark | undefined): boolean {
    return mark !== undefined && mark.writes !== this.#writes;
  }

  /** Why differences of an answer say nothing, but for some of them; undefined where all do. */
  doubtOf(read: Read, world: Answered, comparison: Comparison): Doubt | undefined {
    const certain = ({ kind }: Difference) => NEVER_OF_ORDER.has(kind);
    const reason = this.#reasonOf(read, world, comparison);
    if (reason !== undefined) return { reason, isCertain: certain };
    if (this.#hasChosen) {
      return { reason: 'it differs, after each side had chosen by itself', isCertain: certain };
    }
    const isApart = ({ subject, row }: Difference) => this.causes.areApart([subject, row], APART);
    const isOfCount = ({ kind }: Difference) => kind === 'total';
    if (comparison.differences.some(isApart)) {
      return {
        reason: 'it is about what has gone a way of its own',
        isCertain: (one) => !isApart(one) && !isOfCount(one),
      };
    }
    return this.#lacks && comparison.differences.some(isOfCount)
      ? {
          reason: 'it counts what the world could not be given',
          isCertain: (one) => !isOfCount(one),
        }
      : undefined;
  }

  #reasonOf(read: Read, world: Answered, comparison: Comparison): string | undefined {
    const { exchange, isBesideJob, sent, cloud } = read;
    const isOfCause = comparison.differences.every(({ kind }) => kind === 'error-cause');
    const mayBeChosen = wentApart(comparison) || isOfCause;
    if (mayBeChosen && [cloud, world].some(isChosenRefusal)) {
      this.#hasChosen = true;
      return 'each side has chosen by itself where, and one had to refuse';
    }
    const named = uuidsIn(`${decoded(exchange.path)} ${sent}`);
    const strangers = named.filter((uuid) => this.names.worlds(uuid) === undefined);
    // The cloud did it, or refused it for another reason than that it is not there.
    const mayBeThere =
      cloud.status < 400 ||
      this.sameNames === undefined ||
      (comparison.differences.some(({ kind }) => kind === 'error-code') &&
        strangers.some((uuid) => world.text.includes(uuid)));
    const cannotKnow = wasRefused(comparison) || exchange.method === 'GET';
    if (mayBeThere && cannotKnow && strangers.length > 0) {
      return 'it names what the world has never seen';
    }
    if (this.causes.areApart(named, APART)) {
      return 'it is about what has gone a way of its own';
    }
    if (exchange.isBesideWrite) return 'it differs, and a write was under way beside it';
    if (isBesideJob ?? this.jobs.wereUnderWay(exchange))
      return 'it differs, and a job was under way';
    return this.#behind === undefined ? undefined : `it differs, ${this.#behind}`;
  }

  /** Each side goes on from what it has chosen, wherever that leads. */
  choseOtherwise(): void {
    this.#hasChosen = true;
    this.#isApart = true;
  }

  /** Each side may have chosen something that its answer does not show, even where both answer the same. */
  letChoose(read: Read): void {
    if (mayHaveChosen(read) || isChosenRefusal(read.cloud)) this.choseOtherwise();
  }

  /** What each side has chosen by itself goes apart from now on. */
  chose({ chosen }: Comparison): void {
    if (chosen.size === 0) return;
    this.causes.part([...chosen], APART);
    this.choseOtherwise();
  }

  /** A write ended otherwise for a reason that is known. */
  async letApart(
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
    this.capacities.clear();
    this.causes.part(uuidsIn(`${exchange.path} ${sent}`), APART);
    this.fallBehind(
      exchange.isBesideWrite
        ? 'after writes beside each other that ended otherwise'
        : 'after a write that only one side could do',
    );
  }

  /** Lets the world be like the cloud again, as far as that can be; says how. */
  async mend(
    { exchange, named, cloud }: Read,
    comparison: Comparison,
    mark: Mark | undefined,
  ): Promise<string | undefined> {
    const [first] = comparison.differences;
    const isOfWorld = comparison.differences.some(({ kind }) => OF_THE_WORLD.has(kind));
    if (!first || !isOfWorld) return undefined;
    if (!mayWrite(exchange.method, exchange.path) || !wentApart(comparison)) {
      this.#isApart = true;
      return undefined;
    }
    if (await this.#takenBack(comparison, mark)) return 'what the emulator had done was taken back';
    this.#isApart = true;
    this.capacities.clear();
    const things = [...Object.values(named.inPath), ...uuidsIn(cloud.text).slice(0, 1)];
    this.causes.part(things, keyOf(named.name, first));
    return 'what it is about is followed apart from now on';
  }

  /** What the cloud refused is undone in the world, where nothing came after it. */
  async #takenBack({ differences: [first] }: Comparison, mark: Mark | undefined): Promise<boolean> {
    if (first?.kind !== 'only-cloud-refuses' || !mark || this.hasGoneOn(mark)) return false;
    return this.world.takeBack(mark.point);
  }
}

/** Long jobs that choose where what they make goes. */
const CHOOSING_JOB = /"jobName"\s*:\s*"API\w*(?:Template|ImageGroup)\w*Msg"/;

/** Whether a call left open where something goes, and its answer does not show where it went. */
function mayHaveChosen({ exchange, named: { facts }, cloud, sent }: Read): boolean {
  const { method, path } = exchange;
  if (method !== 'POST' || cloud.status >= 400 || /backupStorageUuids?\W/.test(cloud.text + sent)) {
    return false;
  }
  // Of what the facts do not have, images and groups of them are what storages are chosen for.
  if (!facts) return /\/image/.test(path);
  const { params } = facts;
  return 'backupStorageUuids' in params || 'backupStorageUuid' in params || CHOOSING_JOB.test(sent);
}

/** Why differences say nothing, and which of them do nevertheless. */
export interface Doubt {
  readonly reason: string;
  readonly isCertain: (difference: Difference) => boolean;
}

/** No order of calls makes these. */
const NEVER_OF_ORDER = new Set<Kind>(['type', 'format', 'content-type']);
/** Kinds of differences after which the world may be another one than the cloud; others are of answers alone. */
const OF_THE_WORLD = new Set<Kind>([
  ...([
    'only-cloud-refuses',
    'only-cloud-succeeds',
    'value',
    'size',
    'owner',
    'reference',
  ] as const),
  ...(['late-status', 'capacity', 'missing-row', 'extra-row'] as const),
]);

/** Whether one side has done what the other refused. */
const wentApart = ({ differences: [first] }: Comparison): boolean =>
  first?.kind === 'only-cloud-refuses' || first?.kind === 'only-cloud-succeeds';

/** Whether the world has refused, perhaps otherwise than the cloud. */
const wasRefused = ({ differences: [first] }: Comparison): boolean =>
  first !== undefined &&
  (first.kind === 'only-cloud-succeeds' ||
    first.kind === 'status' ||
    first.kind.startsWith('error-'));
