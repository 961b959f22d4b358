import type { IncomingMessage, ServerResponse } from 'node:http';
import { eventText, type Frame } from '../../control/stream/frames.js';
import type { StreamEventData } from '../../control/stream/describe.js';
import type { StreamKind } from '../../control/stream/stream-kinds.js';
import { FOR_BROWSERS } from '../send.js';

/** So much may wait for a reader, in bytes. */
const MOST_WAITING = 2 ** 20;
/** So long what waits for a reader may take to leave once its stream has ended, in ms of real time. */
const LAST_WAIT = 5_000;
/** After so long whoever lost the connection comes back, in ms. */
const RETRY = 1_000;

export interface ListenerParts {
  readonly kinds: ReadonlySet<StreamKind>;
  /** The environment whose news it hears; undefined: that of all. */
  readonly environment: string | undefined;
  /** How often it hears a comment, in ms of real time. */
  readonly heartbeat: number;
  readonly onGone: (listener: Listener) => void;
}

/** One reader of a stream. */
export class Listener {
  readonly kinds: ReadonlySet<StreamKind>;
  readonly #environment: string | undefined;
  readonly #response: ServerResponse;
  readonly #beat: NodeJS.Timeout;
  readonly #onGone: ListenerParts['onGone'];
  #isOver = false;

  constructor(response: ServerResponse, { kinds, environment, heartbeat, onGone }: ListenerParts) {
    this.kinds = kinds;
    this.#environment = environment;
    this.#response = response;
    this.#onGone = onGone;
    beginStream(response);
    response.write(`retry: ${RETRY}\n\n`);
    this.#beat = setInterval(() => this.write(': still there\n\n'), heartbeat).unref();
    response.once('close', () => this.#leave());
  }

  /** Those of the frames that it asked for. */
  send(frames: readonly Frame[]): void {
    const meant = frames.filter(({ kind }) => this.kinds.has(kind));
    if (meant.length > 0) this.write(meant.map(({ text }) => text).join(''));
  }

  /** Whether it hears what becomes of an environment. */
  hearsOf(environment: string): boolean {
    const isMeant = this.#environment === undefined || this.#environment === environment;
    return isMeant && this.kinds.has('worlds');
  }

  write(text: string): void {
    if (this.#isOver) return;
    this.#response.write(text);
    if (this.#response.writableLength <= MOST_WAITING) return;
    // It may go on from the last id that reaches it.
    const gap = { kind: null, from: null, to: null, reason: 'slow' } as const;
    this.#close(eventText('gap', gap));
  }

  end(reason: StreamEventData<'end'>['reason']): void {
    if (!this.#isOver) this.#close(eventText('end', { reason }));
  }

  #close(lastWords: string): void {
    this.#leave();
    const { socket } = this.#response;
    this.#response.end(lastWords);
    const limit = setTimeout(() => socket?.destroy(), LAST_WAIT).unref();
    this.#response.once('close', () => clearTimeout(limit));
  }

  #leave(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#beat);
    this.#onGone(this);
  }
}

/** The head of a stream; nothing on its way may keep what comes. */
export function beginStream(response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream;charset=UTF-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no',
    ...FOR_BROWSERS,
  });
  response.flushHeaders();
}

/** Where whoever comes back was. */
export const lastIdOf = ({ headers }: IncomingMessage): string | undefined => {
  const given = headers['last-event-id'];
  return typeof given === 'string' && given !== '' ? given : undefined;
};
