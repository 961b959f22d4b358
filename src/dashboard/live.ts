import { batch, signal } from '@preact/signals';
import { ask, CONTROL, Refusal, refusalOf } from './api.js';
import { serverSent } from './server-sent.js';
import { closedBecause, token } from './viewer.js';

/** A piece of work of a job. */
export interface Task {
  readonly id: number;
  readonly flow: string;
  readonly step: string;
  readonly subject: string | null;
  readonly jobUuid: string | null;
  readonly operation: string | null;
  readonly resourceUuid: string | null;
  readonly due: string | null;
  readonly waitsFor: 'time' | 'polls' | 'hand' | 'outside';
  readonly pollsLeft: number | null;
  readonly percent: number;
}

/** A request that was answered. */
export interface SeenRequest {
  readonly id: number;
  readonly date: string;
  readonly milliseconds: number;
  readonly method: string;
  readonly url: string;
  readonly operation: string | null;
  readonly account: string | null;
  readonly jobUuid: string | null;
  readonly status: number;
  readonly faultUuid: string | null;
}

/** How the clock of the world was told last, and when that was, in ms of this tab. */
export interface ToldClock {
  readonly mode: 'real' | 'offset' | 'stopped';
  readonly milliseconds: number;
  readonly at: number;
}

/** What the stream tells, by the names of its events, as far as the page listens. */
interface LiveEvents {
  readonly request: SeenRequest;
  readonly task: Task;
  readonly taskGone: { readonly id: number };
  readonly clock: Omit<ToldClock, 'at'>;
  readonly change: object;
  readonly fault: object;
  readonly world: object;
  readonly gap: object;
  readonly start: object;
  readonly end: { readonly reason: string };
}
type Name = keyof LiveEvents;

/** Grows when something of the world has changed: what shows it asks again. Once a second at most. */
export const revision = signal(0);
/** The work of jobs that is under way, by its number. */
export const tasks = signal<ReadonlyMap<number, Task>>(new Map());
export const clock = signal<ToldClock | undefined>(undefined);
/** Whether the stream is open. */
export const isLive = signal(false);

const PAUSE = 1000;
let scheduled: ReturnType<typeof setTimeout> | undefined;
let last = -PAUSE;

/** Something changed: at once where that is the first for a second, else with others after it. */
function changed(): void {
  if (scheduled !== undefined) return;
  scheduled = setTimeout(
    () => {
      scheduled = undefined;
      last = performance.now();
      revision.value += 1;
    },
    Math.max(0, last + PAUSE - performance.now()),
  );
}

/** The viewer changed something: what shows it asks again at once. */
export function touch(): void {
  last = performance.now();
  revision.value += 1;
}

const listeners = new Map<Name, Set<(data: never) => void>>();

/** Calls `listener` with each such event from now on; answers what ends that. */
export function listen<N extends Name>(name: N, listener: (data: LiveEvents[N]) => void) {
  const all = listeners.get(name) ?? new Set();
  listeners.set(name, all);
  all.add(listener);
  // Requests are many: they are asked for while somebody wants them.
  if (name === 'request') reopen();
  return () => {
    all.delete(listener);
    if (name === 'request') reopen();
  };
}

/** What the page itself makes of an event. */
function take(name: Name, data: LiveEvents[Name]): void {
  switch (name) {
    case 'start':
      tasks.value = new Map();
      changed();
      break;
    case 'task': {
      const task = data as Task;
      tasks.value = new Map(tasks.value).set(task.id, task);
      break;
    }
    case 'taskGone': {
      const left = new Map(tasks.value);
      left.delete((data as LiveEvents['taskGone']).id);
      tasks.value = left;
      break;
    }
    case 'clock':
      clock.value = { ...(data as LiveEvents['clock']), at: performance.now() };
      changed();
      break;
    case 'request':
      break;
    case 'change':
    case 'fault':
    case 'world':
    case 'gap':
    case 'end':
      changed();
  }
  for (const listener of listeners.get(name) ?? []) listener(data as never);
}

let open: AbortController | undefined;

/** Begins the stream anew: it is asked for other things, or by somebody else. */
export function reopen(): void {
  open?.abort();
}

/** Follows the world from now on, while somebody looks at the page. */
export async function watch(): Promise<void> {
  document.addEventListener('visibilitychange', reopen);
  let from: string | undefined;
  for (;;) {
    await whenVisible();
    open = new AbortController();
    try {
      for await (const events of await stream(open.signal, from)) {
        batch(() => {
          for (const { event, data, id } of events) {
            from = id ?? from;
            take(event as Name, JSON.parse(data) as LiveEvents[Name]);
          }
        });
      }
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) await poll();
      else if (!open.signal.aborted) closed(error);
    }
    isLive.value = false;
    if (!open.signal.aborted) await whenLater();
  }
}

async function stream(signal: AbortSignal, from: string | undefined) {
  const kinds = ['tasks', 'clock', 'changes', 'faults', 'worlds'];
  if ((listeners.get('request')?.size ?? 0) > 0) kinds.push('requests');
  const headers: Record<string, string> = {
    ...(token.value === '' ? {} : { Authorization: `Bearer ${token.value}` }),
    ...(from === undefined ? {} : { 'Last-Event-ID': from }),
  };
  const url = `${CONTROL}/stream?kinds=${kinds.join(',')}`;
  const response = await fetch(url, { headers, signal, cache: 'no-store' });
  if (!response.ok || !response.body) {
    throw refusalOf(response.status, await response.text(), url);
  }
  closedBecause.value = undefined;
  isLive.value = true;
  return serverSent(response.body);
}

function closed(error: unknown): void {
  closedBecause.value =
    error instanceof Refusal ? error.message : 'the emulator does not answer; is it still running?';
}

const whenLater = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

/** A page that nobody sees costs nothing. */
function whenVisible(): Promise<void> {
  if (document.visibilityState === 'visible') return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
  });
}

async function poll(): Promise<void> {
  const now = await ask<{ inventory: Omit<ToldClock, 'at'> }>('/clock');
  const { inventories } = await ask<{ inventories: Task[] }>('/tasks');
  batch(() => {
    clock.value = { ...now.inventory, at: performance.now() };
    tasks.value = new Map(
      inventories.filter(({ jobUuid }) => jobUuid !== null).map((task) => [task.id, task]),
    );
    changed();
  });
}
