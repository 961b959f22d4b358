import { setImmediate as turn, setTimeout as realDelay } from 'node:timers/promises';
import { conflict } from '../core/control-error.js';
import type { Asking, GivenAnswer, KeptRequest } from '../domain/asked-request.js';
import type { World } from '../domain/world.js';
import type { KeptWrite } from '../domain/write-history.js';
import type { TaskRunner } from '../jobs/task-runner.js';
import { isTask, type UndoRecorder } from '../persistence/undo/undo-recorder.js';
import type { WritePart } from '../persistence/undo/undo-log.js';
import type { AgainAnswered, ReplayReport, Rewound } from '../simulation/environment-control.js';

/** A request that is made again. */
export interface AskedAgain {
  readonly asking: Asking | undefined;
  /** Resolves when it was answered; never rejects. */
  readonly whenAnswered: Promise<void>;
  /** Undefined: it is not answered yet. */
  readonly answer: GivenAnswer | undefined;
  /** Of a call: the job that it became. */
  readonly jobUuid: string | undefined;
  /** Whether a fault rule lets its answer come late. */
  readonly isLate: boolean;
  /** Lets the history call it by the number that it had in the journal. */
  number(request: number | null): void;
}

type Item =
  | {
      readonly kind: 'request';
      readonly write: KeptWrite;
      readonly request: KeptRequest;
      readonly machineTime: number;
    }
  | { readonly kind: 'task'; readonly machineTime: number }
  | { readonly kind: 'odd'; readonly write: KeptWrite };

/** What happened since a point, in order: requests, and what the world did between them. */
export type ReplayPlan = readonly Item[];

/**
 * What is to be done again of the writes that a rewind takes back.
 * @throws {ControlError} `conflict` for a point in the middle of what one request wrote
 */
export function planReplay(
  parts: readonly WritePart[],
  writes: readonly KeptWrite[],
  { to, replay = Infinity }: Rewound,
): ReplayPlan {
  refuseMiddles(parts, to, replay);
  const byId = new Map(writes.map((write) => [write.id, write]));
  return parts
    .filter(({ meta }) => meta.id < replay)
    .flatMap(({ meta, request }): Item[] => {
      const write = byId.get(meta.id);
      if (!write) return [];
      const { machineTime } = meta;
      if (request) return [{ kind: 'request', write, request, machineTime }];
      if (isTask(meta.origin)) return [{ kind: 'task', machineTime }];
      // What goes on of a request comes with it, as does what a world looks after when it goes back.
      const isSeenTo = meta.began !== undefined || SEEN_TO.has(meta.origin.name);
      return isSeenTo ? [] : [{ kind: 'odd', write }];
    });
}

const SEEN_TO = new Set(['web-hook', 'look-for-files']);

function refuseMiddles(parts: readonly WritePart[], to: number, replay: number): void {
  for (const { meta } of parts) {
    const { began, id, origin } = meta;
    if (began === undefined) continue;
    if (began < to) throw inMiddle(to, origin.name, began, 'to');
    if (began < replay && id >= replay) throw inMiddle(replay, origin.name, began, 'replay');
  }
}

const inMiddle = (point: number, name: string, began: number, field: string) =>
  conflict(
    `w${point} lies in the middle of what one request wrote, which is made again whole: ${name}, from w${began} on. Give ${field} w${began}, or a write after its last one`,
  );

interface Parts {
  readonly world: World;
  readonly runner: TaskRunner;
  readonly undo: UndoRecorder;
  readonly largestBody: number;
  /** Whether the bytes that a request sent are there. */
  readonly hasSent: (sum: string) => boolean;
  readonly askAgain: (request: KeptRequest) => AskedAgain;
}

interface Again {
  readonly item: Extract<Item, { kind: 'request' }>;
  readonly again: AskedAgain;
}

/**
 * Makes requests again in a world that stands where they found it, one after the other; between them the world does
 * as many steps and chores as it had done then. Somebody leads its runner meanwhile.
 */
export async function replay(parts: Parts, plan: ReplayPlan): Promise<ReplayReport> {
  const { world, runner, undo } = parts;
  const asked: Again[] = [];
  let stopped: ReplayReport['stopped'];
  let [before, expected] = [undo.tasks, 0];
  for (const item of plan) {
    if (item.kind === 'task') {
      expected++;
      world.clock.liveAsOf(item.machineTime);
      if (undo.tasks - before < expected) await doTask(parts);
      continue;
    }
    const reason = whyNot(parts, item);
    if (reason !== undefined || item.kind === 'odd') {
      stopped = { write: item.write, reason: reason ?? ODD };
      break;
    }
    [before, expected] = [undo.tasks, 0];
    world.clock.liveAsOf(item.machineTime);
    const again = parts.askAgain(item.request);
    asked.push({ item, again });
    await answeredOrWaiting(runner, again);
    again.number(item.write.origin.request);
  }
  for (const { again } of asked) await endOf(runner, again);
  return { answered: asked.map((one) => told(undo, one)), stopped };
}

const ODD = 'no request is behind it that could be made again';

function whyNot({ largestBody, hasSent }: Parts, item: Exclude<Item, { kind: 'task' }>) {
  if (item.kind === 'odd') return ODD;
  const { asked, sent } = item.request;
  const bound = `${largestBody} bytes are kept of one (EMULATOR_REWIND_BODY)`;
  if (asked.body === null) return `its body of ${asked.length} bytes was not kept: ${bound}`;
  if (asked.body !== undefined) return undefined;
  if (sent === null) return `the bytes that it sent were not kept: ${bound}`;
  if (sent === undefined) return 'the process ended before the bytes that it sent were kept';
  return hasSent(sent.sum) ? undefined : 'the bytes that it sent are not there any more';
}

/** Does the next step or chore; deliveries on the way are made, and what is outside is waited for. */
async function doTask({ runner, undo }: Parts): Promise<void> {
  const before = undo.tasks;
  while (undo.tasks === before) {
    if (runner.step(1)) continue;
    if (!runner.isBusyOutside) return;
    await realDelay(SHORT);
  }
}

/** In ms of real time. */
const SHORT = 2;
const TURNS = 100;

/** Who waits for a job may wait for what comes next. */
async function answeredOrWaiting(runner: TaskRunner, again: AskedAgain): Promise<void> {
  for (let i = 0; again.answer === undefined; i++) {
    const { jobUuid, isLate } = again;
    if (isLate || (jobUuid !== undefined && runner.isAwaited(jobUuid))) return;
    if (i < TURNS) await turn();
    else await realDelay(SHORT);
  }
}

async function endOf(runner: TaskRunner, again: AskedAgain): Promise<void> {
  if (again.answer !== undefined || again.isLate) return;
  // What it waits for does not come: it is told where to look for it.
  if (again.jobUuid !== undefined) runner.letGo(again.jobUuid);
  await again.whenAnswered;
}

function told(undo: UndoRecorder, { item, again }: Again): AgainAnswered {
  const { write, request } = item;
  const { answer, asking } = again;
  const before = request.answer;
  return {
    write,
    id: asking && undo.beganWith(asking),
    status: answer?.status ?? null,
    before: before?.status ?? null,
    isSame: answer && before && answer.status === before.status && answer.sum === before.sum,
  };
}
