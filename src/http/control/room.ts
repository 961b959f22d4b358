import { monotonicMilliseconds } from '../../core/clock.js';
import { eventText, type Frame } from '../../control/stream/frames.js';
import { WorldFeed, type WorldPosition } from '../../control/stream/world-feed.js';
import { describeNews, type StreamEventData } from '../../control/stream/describe.js';
import type { StreamKind } from '../../control/stream/stream-kinds.js';
import type { EnvironmentControl } from '../../simulation/environment-control.js';
import type { WorldEvent } from '../../simulation/world-news.js';
import type { Listener } from './listener.js';

/** What happens is told together, so often at most, in ms of real time. */
const LOOK = 50;
/** How often it is looked how far work has come that goes on with the clock, in ms of real time. */
const PROGRESS = 500;

export interface RoomParts {
  readonly environment: EnvironmentControl;
  readonly idOf: (position: WorldPosition) => string;
  /** Nobody is here any more. */
  readonly onEmpty: () => void;
  readonly onDefect: (error: unknown) => void;
}

/** All who listen to one world: it is looked at once for all of them. */
export class Room {
  readonly #listeners = new Set<Listener>();
  readonly #parts: RoomParts;
  readonly #feed: WorldFeed;
  #kinds: ReadonlySet<StreamKind> = new Set();
  #timer: NodeJS.Timeout | undefined;
  #progress: NodeJS.Timeout | undefined;
  #lastLook = 0;
  #isOver = false;
  #isClosed = false;

  constructor(parts: RoomParts) {
    this.#parts = parts;
    this.#feed = new WorldFeed(parts.environment, {
      wake: () => this.#wake(),
      onEnd: (why) => this.end(why),
      idOf: parts.idOf,
    });
  }

  get position(): WorldPosition {
    return this.#feed.position;
  }

  /** Lets one in, who was told up to a position of this world; undefined: who is new here. */
  enter(listener: Listener, from: WorldPosition | undefined, before: readonly Frame[]): void {
    // The others first: what has come by now is not told to who comes.
    this.#look();
    if (this.#isOver) return;
    this.#listeners.add(listener);
    this.#kinds = this.#wanted();
    const { position } = this;
    const start = {
      environment: this.#parts.environment.name,
      kinds: [...listener.kinds],
      ...position,
    };
    listener.send(before);
    if (from) listener.send(this.#feed.since(from, listener.kinds));
    listener.write(eventText('start', start, this.#parts.idOf(position)));
    listener.send(this.#feed.whole(listener.kinds));
    this.#watchProgress();
  }

  leave(listener: Listener): void {
    this.#listeners.delete(listener);
    this.#kinds = this.#wanted();
    if (this.#listeners.size === 0) this.#close();
  }

  /** Tells what became of some environment. */
  tellNews(event: WorldEvent): void {
    const text = eventText('world', describeNews(event), this.#parts.idOf(this.position));
    for (const listener of this.#listeners) {
      if (listener.hearsOf(event.environment)) listener.write(text);
    }
  }

  end(why: StreamEventData<'end'>['reason']): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    for (const listener of this.#listeners) listener.end(why);
    this.#close();
  }

  #wanted(): Set<StreamKind> {
    return new Set([...this.#listeners].flatMap(({ kinds }) => [...kinds]));
  }

  #wake(): void {
    if (this.#timer || this.#isOver) return;
    const since = monotonicMilliseconds() - this.#lastLook;
    this.#timer = setTimeout(() => this.#look(), Math.max(LOOK - since, 0)).unref();
  }

  #look(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastLook = monotonicMilliseconds();
    this.#tell(() => this.#feed.look(this.#kinds));
    this.#watchProgress();
  }

  /** Tells everybody what is found; a world that cannot be read any more ends their streams. */
  #tell(find: () => readonly Frame[]): void {
    let frames: readonly Frame[];
    try {
      frames = find();
    } catch (error) {
      this.#parts.onDefect(error);
      this.end('failed');
      return;
    }
    for (const listener of this.#listeners) listener.send(frames);
  }

  #watchProgress(): void {
    if (this.#isOver || this.#progress || !this.#feed.moves || !this.#kinds.has('tasks')) return;
    this.#progress = setTimeout(() => {
      this.#progress = undefined;
      this.#tell(() => this.#feed.lookAtMoving());
      this.#watchProgress();
    }, PROGRESS).unref();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#isOver = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#progress);
    this.#feed.close();
    this.#parts.onEmpty();
  }
}
