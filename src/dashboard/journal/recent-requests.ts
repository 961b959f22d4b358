import { signal } from '@preact/signals';
import { ask } from '../api.js';
import { listen, type SeenRequest } from '../live.js';
import { accountNames } from './account-names.js';

/** So many are kept in the tab, whatever comes. */
export const MOST_KEPT = 500;
/** What comes is shown together, so often at most, in ms; where much comes nobody reads faster than the second. */
const RENDER = { few: 250, many: 1000 };
/** So many at once are many. */
const MANY = 20;
/** So many of those before are asked for. */
const BEFORE = 100;

/** The last requests, oldest first. */
export const requests = signal<readonly SeenRequest[]>([]);
/** Requests that came and are not shown: the viewer reads. */
export const held = signal(0);
export const isPaused = signal(false);
/** Requests that nobody can show any more: they came faster than they are told. */
export const missed = signal(0);

let waiting: SeenRequest[] = [];
let delay = RENDER.few;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Follows the requests of this world; answers what ends that. */
export function followRequests(onError: (error: unknown) => void): () => void {
  const control = new AbortController();
  const ends = [
    listen('request', take),
    listen('gap', ({ kind, from, to }) => {
      if (kind === 'requests' && from !== null && to !== null) missed.value += to - from + 1;
    }),
    // Numbers begin anew in another world.
    listen('end', forget),
    () => control.abort(),
    () => clearTimeout(timer),
  ];
  before(control.signal)
    .then(add)
    .catch((error: unknown) => {
      if (!control.signal.aborted) onError(error);
    });
  return () => {
    for (const end of ends) end();
    timer = undefined;
    forget();
  };
}

async function before(signal: AbortSignal): Promise<SeenRequest[]> {
  const path = '/journal';
  const { inventories } = await ask<{ inventories: SeenRequest[] }>(
    path,
    { limit: BEFORE },
    signal,
  );
  const names = await accountNames(signal);
  return inventories.map((entry) => lineOf(entry, names.get(entry.accountUuid ?? '')));
}

export function pause(isWanted: boolean): void {
  isPaused.value = isWanted;
  if (!isWanted) show();
}

function take(request: SeenRequest): void {
  waiting.push(request);
  if (waiting.length > 2 * MOST_KEPT) waiting = waiting.slice(-MOST_KEPT);
  timer ??= setTimeout(() => {
    timer = undefined;
    delay = waiting.length > MANY ? RENDER.many : RENDER.few;
    if (isPaused.value) held.value = waiting.length;
    else show();
  }, delay);
}

function show(): void {
  const more = waiting;
  waiting = [];
  held.value = 0;
  add(more);
}

/** By their numbers: the list that was asked for and the stream may both tell of one. */
function add(more: readonly SeenRequest[]): void {
  if (more.length === 0) return;
  const before = requests.value;
  const last = before.at(-1)?.id ?? 0;
  const isLater = more.every(({ id }) => id > last);
  const all = isLater
    ? [...before, ...more]
    : [...new Map([...before, ...more].map((one) => [one.id, one])).values()].toSorted(
        (a, b) => a.id - b.id,
      );
  requests.value = all.slice(-MOST_KEPT);
}

function forget(): void {
  waiting = [];
  requests.value = [];
  held.value = 0;
  missed.value = 0;
}

/** Of a whole exchange what a line shows: bodies are asked for one by one. */
const lineOf = (entry: SeenRequest, account: string | undefined): SeenRequest => ({
  id: entry.id,
  date: entry.date,
  milliseconds: entry.milliseconds,
  method: entry.method,
  url: entry.url,
  operation: entry.operation,
  accountUuid: entry.accountUuid,
  account: account ?? null,
  jobUuid: entry.jobUuid,
  status: entry.status,
  faultUuid: entry.faultUuid,
});
