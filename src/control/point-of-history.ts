import { parseTime } from '../core/clock.js';
import { invalid, notFound } from '../core/control-error.js';
import type { KeptWrite } from '../domain/write-history.js';
import type { Rewound } from '../simulation/environment-control.js';

/** What a point of a world's history looks like, wherever one is asked for. */
export const A_POINT =
  'a write such as w17, the number of a request in the journal, the uuid of a job, or a time such as -5m or 2026-11-24T12:00:00Z';

/**
 * The first write that is taken back when a world goes back to this point: the one of the request or of the call of
 * the job, or the first after the time.
 * @throws {ControlError} `notFound` when it is not among those that are kept, `invalid` for what is no point
 */
export function firstAfter(point: string, writes: readonly KeptWrite[], now: number): number {
  if (/^w\d{1,15}$/.test(point)) {
    const id = Number(point.slice(1));
    return found(point, writes, (write) => write.id === id);
  }
  if (/^\d{1,15}$/.test(point)) {
    const request = Number(point);
    return found(`of request ${point}`, writes, ({ origin }) => origin.request === request);
  }
  if (/^[0-9a-f]{32}$/.test(point)) {
    return found(`of the job ${point}`, writes, ({ origin }) => origin.jobUuid === point);
  }
  const time = parseTime(point, now);
  if (time === undefined) throw invalid(`'${point}' is no point of a history: expected ${A_POINT}`);
  const [oldest] = writes;
  if (oldest && oldest.date > time && oldest.isFirstOfMore)
    throw missing(`before ${point}`, writes);
  return found(`after ${point}`, writes, ({ date }) => date > time);
}

/** In place of a point: everything is made again. */
export const END = 'end';

/**
 * What a rewind is about: where it leads, and up to which point the requests that it takes back are made again.
 * @throws {ControlError} `notFound`, `invalid`
 */
export function rewoundBy(
  to: string,
  replay: string | null,
  writes: readonly KeptWrite[],
  now: number,
): Rewound {
  const first = firstAfter(to, writes, now);
  if (replay === null) return { to: first };
  if (replay === END) return { to: first, replay: Infinity };
  const end = firstAfter(replay, writes, now);
  if (end >= first) return { to: first, replay: end };
  throw invalid(`replay ends at w${end}, which is before w${first}, to which the world goes back`);
}

function found(
  asked: string,
  writes: readonly KeptWrite[],
  isMeant: (write: KeptWrite) => boolean,
): number {
  const write = writes.find(isMeant);
  if (!write) throw missing(asked, writes);
  return write.id;
}

function missing(asked: string, writes: readonly KeptWrite[]): Error {
  const [oldest] = writes;
  const reach =
    oldest === undefined
      ? 'it is empty, as nothing was written since it began'
      : `it reaches from w${oldest.id} to w${writes.at(-1)?.id}`;
  return notFound(
    `the history has no write ${asked}: ${reach}; GET /emulator/v1/history lists what it has`,
  );
}
