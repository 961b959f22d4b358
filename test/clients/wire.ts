import { request } from 'node:http';
import type { Json, TestEmulator } from '../support/emulator';

/** A request as a client writes it: what is not among the headers is not sent. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends a request with exactly these headers (and Host and Connection). */
export function send({ method, url, headers, body }: WireRequest): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** Every request that a client made, with its answer: what the tests look at. */
export interface Exchange extends WireRequest {
  readonly answer: WireAnswer;
}

/** What a client needs of the outside: where to send, what time it is, and how to wait. */
export interface ClientWorld {
  /** Host and port of the emulator. */
  readonly host: string;
  /** Of the environment, for the date of a signature. */
  readonly now: () => number;
  /** Waits so many milliseconds: here the clock is moved. */
  readonly pause: (milliseconds: number) => void;
  /** Waits for an answer; time goes on meanwhile where the emulator waits for its jobs. */
  readonly awaiting: <T>(answer: Promise<T>) => Promise<T>;
  readonly exchanges: Exchange[];
}

export function worldOf(emulator: TestEmulator, apiMode = 'async'): ClientWorld {
  return {
    host: new URL(emulator.url).host,
    now: () => emulator.environment.world.clock.now(),
    pause: (milliseconds) => emulator.advance(milliseconds),
    awaiting: (answer) => (apiMode === 'async' ? answer : whileTimePasses(emulator, answer)),
    exchanges: [],
  };
}

/** Lets time pass while a client waits for an answer: the stopped clock moves by 100 ms again and again. */
export async function whileTimePasses<T>(emulator: TestEmulator, work: Promise<T>): Promise<T> {
  const over = work.then(
    () => true,
    () => true,
  );
  const turn = () => new Promise<false>((resolve) => setImmediate(() => resolve(false)));
  while (!(await Promise.race([over, turn()]))) emulator.advance(100);
  return work;
}

/** Asks until the answer is there, 100 times at most, with a pause of the client's between. */
export async function pollUntil<T>(
  { pause }: Pick<ClientWorld, 'pause'>,
  interval: number,
  ask: () => Promise<T>,
  isGood: (answer: T) => boolean,
): Promise<T> {
  for (let i = 0; i < 100; i++) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    pause(interval);
  }
  throw new Error('it did not come to pass in 100 polls');
}

/** Both forms of answers, all modes of asynchronous calls. */
export const WIRES_AND_MODES = ['documented', 'native'].flatMap((wire) =>
  ['auto', 'sync', 'async'].map((apiMode) => ({ wire, apiMode })),
);

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const two = (value: number) => String(value).padStart(2, '0');

/** `Tue, 14 Nov 2017 22:20:57 UTC`: what both SDKs write into `Date` when their zone is UTC. */
export function httpDate(time: number, zone = 'UTC'): string {
  const date = new Date(time);
  const day = `${DAYS[date.getUTCDay()]}, ${two(date.getUTCDate())} ${MONTHS[date.getUTCMonth()]}`;
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  return `${day} ${date.getUTCFullYear()} ${clock} ${zone}`;
}

/** A time as Go's layout `Jan 2, 2006 3:04:05 PM` reads it; anything else is an error, as there. */
export function parseTime(text: string): number {
  const [, month = '', day, year, hour, minute, second, half] =
    /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}) (1[0-2]|[1-9]):(\d\d):(\d\d) (AM|PM)$/.exec(text) ?? [];
  if (!MONTHS.includes(month)) throw new Error(`unknown time format ${text}`);
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const rest = [day, hours, minute, second].map(Number) as [number, number, number, number];
  return Date.UTC(Number(year), MONTHS.indexOf(month), ...rest);
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
