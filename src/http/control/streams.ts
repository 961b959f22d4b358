import type { IncomingMessage, ServerResponse } from 'node:http';
import { newSecret } from '../../core/keys.js';
import { unavailable } from '../../core/control-error.js';
import { describeNews } from '../../control/stream/describe.js';
import { eventText, type Frame } from '../../control/stream/frames.js';
import { positionIn, positionText, type Position } from '../../control/stream/position.js';
import type { StreamKind } from '../../control/stream/stream-kinds.js';
import type { WorldPosition } from '../../control/stream/world-feed.js';
import type { EnvironmentControl } from '../../simulation/environment-control.js';
import type { Journal } from '../../simulation/journal/journal.js';
import type { WorldEvent, WorldNews } from '../../simulation/world-news.js';
import { beginStream, lastIdOf, Listener } from './listener.js';
import { Room } from './room.js';

/** How often a comment is sent where the client does not say, in ms of real time. */
const HEARTBEAT = 15_000;

export interface StreamsParts {
  /** So many may listen at once. */
  readonly most: number;
  readonly news: WorldNews;
  readonly onDefect: (error: unknown) => void;
}

/** What one asks for who wants to listen. */
export interface Wanted {
  readonly environment: EnvironmentControl;
  /** It asked by an address that names no environment: it hears what becomes of all. */
  readonly isOfAll: boolean;
  readonly kinds: ReadonlySet<StreamKind>;
  /** In ms of real time; null: as usual. */
  readonly heartbeat: number | null;
}

/** All streams of events of one process. They are no guests of their worlds, and end with them. */
export class Streams {
  readonly #parts: StreamsParts;
  readonly #process = newSecret().slice(0, 16);
  readonly #rooms = new Map<EnvironmentControl, Room>();
  /** Those who only want to hear what becomes of environments, with the one whose end is their own. */
  readonly #roomless = new Map<Listener, string | undefined>();
  /** The journal knows best whether a world is the one that it was: it goes along where that is only closed for a while. */
  readonly #worlds = new WeakMap<Journal, number>();
  #worldCount = 0;
  #count = 0;
  #isClosed = false;

  constructor(parts: StreamsParts) {
    this.#parts = parts;
    parts.news.onNews = (event) => this.#tellNews(event);
  }

  /**
   * Answers with a stream, which goes on when this returns.
   * @throws {ControlError} `unavailable`: too many listen
   */
  open(
    request: IncomingMessage,
    response: ServerResponse,
    { environment, isOfAll, kinds, heartbeat }: Wanted,
  ): void {
    this.#refuseTooMany();
    if (request.method === 'HEAD') {
      beginStream(response);
      response.end();
      return;
    }
    this.#count++;
    const listener = new Listener(response, {
      kinds,
      environment: isOfAll ? undefined : environment.name,
      heartbeat: heartbeat ?? HEARTBEAT,
      onGone: () => {
        this.#count--;
        this.#roomless.delete(listener);
        this.#rooms.get(environment)?.leave(listener);
      },
    });
    const lastId = lastIdOf(request);
    const last = lastId === undefined ? undefined : (positionIn(lastId) ?? NOWHERE);
    if ([...kinds].every((kind) => kind === 'worlds')) {
      this.#roomless.set(listener, isOfAll ? undefined : environment.name);
      this.#enterRoomless(listener, environment.name, last);
    } else this.#enterRoom(listener, environment, last);
  }

  /** The process ends. */
  close(): void {
    this.#isClosed = true;
    for (const room of this.#rooms.values()) room.end('closed');
    for (const listener of this.#roomless.keys()) listener.end('closed');
    this.#parts.news.onNews = undefined;
  }

  #refuseTooMany(): void {
    const { most } = this.#parts;
    if (this.#isClosed) throw unavailable('the emulator is about to end');
    if (this.#count < most) return;
    throw unavailable(
      most === 0
        ? 'nobody may follow streams here: EMULATOR_STREAM_LISTENERS is 0'
        : `${most} follow streams already, and no more may; EMULATOR_STREAM_LISTENERS says how many`,
    );
  }

  #enterRoomless(listener: Listener, environment: string, last: Position | undefined): void {
    listener.send(this.#newsSince(listener, last, NO_WORLD));
    const start = { environment, kinds: [...listener.kinds], requests: 0, changes: 0 };
    listener.write(eventText('start', start, this.#idOf(NO_WORLD)));
  }

  #enterRoom(
    listener: Listener,
    environment: EnvironmentControl,
    last: Position | undefined,
  ): void {
    const world = this.#numberOf(environment);
    let room = this.#rooms.get(environment);
    if (!room) {
      room = new Room({
        environment,
        idOf: (position) => this.#idOf({ ...position, world }),
        onEmpty: () => this.#rooms.delete(environment),
        onDefect: this.#parts.onDefect,
      });
      this.#rooms.set(environment, room);
    }
    const isSame = last?.process === this.#process && last.world === world;
    const before = last
      ? [
          ...this.#newsSince(listener, last, { ...room.position, world }),
          ...(isSame ? [] : (['requests', 'changes'] as const).map((kind) => gapOfOther(kind))),
        ]
      : [];
    room.enter(listener, isSame ? last : undefined, before);
  }

  /** What became of environments since then, as far as it is kept. */
  #newsSince(
    listener: Listener,
    last: Position | undefined,
    place: WorldPosition & { readonly world: number },
  ): Frame[] {
    if (!last) return [];
    if (last.process !== this.#process) return [gapOfOther('worlds')];
    const { news } = this.#parts;
    const kept = news.since(last.worlds);
    const first = kept[0]?.id ?? news.count + 1;
    const lost = { kind: 'worlds', from: last.worlds + 1, to: first - 1 } as const;
    const gap = eventText('gap', { ...lost, reason: 'forgotten' });
    return [
      ...(lost.to < lost.from ? [] : [{ kind: 'worlds', text: gap } as const]),
      ...kept
        .filter(({ environment }) => listener.hearsOf(environment))
        .map((event): Frame => {
          const id = this.#idOf(place, event.id);
          return { kind: 'worlds', text: eventText('world', describeNews(event), id) };
        }),
    ];
  }

  #tellNews(event: WorldEvent): void {
    for (const room of this.#rooms.values()) room.tellNews(event);
    const text = eventText('world', describeNews(event), this.#idOf(NO_WORLD));
    for (const [listener, environment] of this.#roomless) {
      if (listener.hearsOf(event.environment)) listener.write(text);
      if (event.what === 'removed' && event.environment === environment) listener.end('removed');
    }
  }

  #numberOf({ journal }: EnvironmentControl): number {
    const known = this.#worlds.get(journal);
    if (known !== undefined) return known;
    this.#worlds.set(journal, ++this.#worldCount);
    return this.#worldCount;
  }

  #idOf(
    place: WorldPosition & { readonly world: number },
    worlds: number = this.#parts.news.count,
  ): string {
    return positionText({ process: this.#process, ...place, worlds });
  }
}

/** Of streams that follow no world. */
const NO_WORLD = { world: 0, requests: 0, changes: 0 } as const;
/** An id that none of ours gave. */
const NOWHERE: Position = { process: '', ...NO_WORLD, worlds: 0 };

const gapOfOther = (kind: StreamKind): Frame => ({
  kind,
  text: eventText('gap', { kind, from: null, to: null, reason: 'otherWorld' }),
});
