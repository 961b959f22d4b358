import type { EnvironmentControl } from '../../simulation/environment-control.js';
import type { NumberedEntry } from '../../simulation/journal/journal.js';
import type { EndOfWorld, WorldFollower } from '../../simulation/world-follower.js';
import { lastEvent, namesIn } from '../changes.js';
import { describeEvent, describeRequest, type StreamEventData } from './describe.js';
import { eventText, type Frame } from './frames.js';
import { LatestClock, LatestFaults, LatestTasks, type Latest } from './latest.js';
import type { Position } from './position.js';
import type { StreamKind } from './stream-kinds.js';

/** So many requests, and so many changes, are told at once; of more the last ones. */
const MOST_AT_ONCE = 1000;

/** What of a position one world knows. */
export type WorldPosition = Pick<Position, 'requests' | 'changes'>;

export interface FeedParts {
  /** Something is to be told: a look is due. */
  readonly wake: () => void;
  readonly onEnd: (why: EndOfWorld) => void;
  /** The id of an event, by what of the world was told with it. */
  readonly idOf: (position: WorldPosition) => string;
}

/**
 * What happens in one world, for all who follow it: it only notes that something happened, and looks what it was when
 * it is asked, some times a second however much that is. What is told is committed.
 */
export class WorldFeed implements WorldFollower {
  readonly #environment: EnvironmentControl;
  readonly #parts: FeedParts;
  #requests: number;
  #changes: number;
  #entries: NumberedEntry[] = [];
  #latest: Partial<Record<StreamKind, Latest>> = {};

  constructor(environment: EnvironmentControl, parts: FeedParts) {
    this.#environment = environment;
    this.#parts = parts;
    this.#requests = environment.journal.lastId;
    this.#changes = lastEvent(environment.world);
    environment.follow(this);
  }

  get position(): WorldPosition {
    return { requests: this.#requests, changes: this.#changes };
  }

  /** Whether something of what is looked at moves by itself. */
  get moves(): boolean {
    const { tasks } = this.#latest;
    return tasks instanceof LatestTasks && tasks.moves;
  }

  recorded(entry: NumberedEntry): void {
    this.#entries.push(entry);
    if (this.#entries.length > 2 * MOST_AT_ONCE) this.#entries.splice(0, MOST_AT_ONCE);
    this.#parts.wake();
  }

  changed(): void {
    this.#parts.wake();
  }

  ended(why: EndOfWorld): void {
    this.#parts.onEnd(why);
  }

  /** Nobody follows any more. */
  close(): void {
    this.#environment.follow(undefined);
  }

  /** What has come since the last look, of these kinds; what nobody asked for is passed over. */
  look(kinds: ReadonlySet<StreamKind>): Frame[] {
    const frames: Frame[] = [];
    const last = lastEvent(this.#environment.world);
    if (last > this.#changes) {
      if (kinds.has('changes')) {
        frames.push(...this.#changesBetween(this.#changes, last, this.#requests));
      }
      this.#changes = last;
    }
    for (const kind of ['tasks', 'clock', 'faults'] as const) {
      if (kinds.has(kind)) frames.push(...framesOf(kind, this.#latestOf(kind).look()));
    }
    const entries = this.#entries;
    this.#entries = [];
    const { lastId } = this.#environment.journal;
    if (kinds.has('requests')) frames.push(...this.#requestsTo(entries, this.#requests, lastId));
    this.#requests = lastId;
    return frames;
  }

  /** What moves by itself, as it is now. */
  lookAtMoving(): Frame[] {
    const { tasks } = this.#latest;
    return tasks instanceof LatestTasks ? framesOf('tasks', tasks.lookAgain()) : [];
  }

  /** What is there, for who comes: the work and the clock. */
  whole(kinds: ReadonlySet<StreamKind>): Frame[] {
    return (['tasks', 'clock', 'faults'] as const)
      .filter((kind) => kinds.has(kind))
      .flatMap((kind) => framesOf(kind, this.#latestOf(kind).whole()));
  }

  /** What came after a position up to the last look, as far as it is kept. */
  since(position: WorldPosition, kinds: ReadonlySet<StreamKind>): Frame[] {
    const { requests, changes } = this.position;
    const frames: Frame[] = [];
    if (kinds.has('changes')) {
      frames.push(...this.#changesBetween(position.changes, changes, position.requests));
    }
    if (kinds.has('requests')) {
      const kept = this.#environment.journal
        .list()
        .filter(({ id }) => id > position.requests && id <= requests);
      frames.push(...this.#requestsTo(kept, position.requests, requests));
    }
    return frames;
  }

  #latestOf(kind: 'tasks' | 'clock' | 'faults'): Latest {
    const { world } = this.#environment;
    switch (kind) {
      case 'tasks':
        return (this.#latest.tasks ??= new LatestTasks(world));
      case 'clock':
        return (this.#latest.clock ??= new LatestClock(world));
      case 'faults':
        return (this.#latest.faults ??= new LatestFaults(world));
    }
  }

  #changesBetween(since: number, last: number, requests: number): Frame[] {
    const { world } = this.#environment;
    const isMuch = last - since > MOST_AT_ONCE;
    const found = world.repositories.events
      .list({
        resourceUuid: null,
        since: Math.max(since, last - MOST_AT_ONCE),
        limit: MOST_AT_ONCE,
      })
      .filter(({ id }) => id <= last);
    const nameOf = namesIn(world);
    const first = found[0]?.id ?? last + 1;
    const reason = isMuch ? 'many' : 'forgotten';
    return [
      ...gapBetween('changes', since, first, reason),
      ...found.map((event): Frame => {
        const place = this.#parts.idOf({ requests, changes: event.id });
        const change = describeEvent(world.name, event, nameOf(event.resourceUuid));
        return { kind: 'changes', text: eventText('change', change, place) };
      }),
    ];
  }

  /** Those of a list that come after one, up to another. */
  #requestsTo(entries: readonly NumberedEntry[], since: number, last: number): Frame[] {
    const { world } = this.#environment;
    const told = entries.slice(-MOST_AT_ONCE);
    const first = told[0]?.id ?? last + 1;
    const reason = entries.length > MOST_AT_ONCE ? 'many' : 'forgotten';
    return [
      ...gapBetween('requests', since, first, reason),
      ...told.map((entry): Frame => {
        const place = this.#parts.idOf({ requests: entry.id, changes: this.#changes });
        return {
          kind: 'requests',
          text: eventText('request', describeRequest(world, entry), place),
        };
      }),
    ];
  }
}

const framesOf = (kind: StreamKind, texts: readonly string[]): Frame[] =>
  texts.map((text) => ({ kind, text }));

function gapBetween(
  kind: 'requests' | 'changes',
  since: number,
  first: number,
  reason: StreamEventData<'gap'>['reason'],
): Frame[] {
  if (first <= since + 1) return [];
  const text = eventText('gap', { kind, from: since + 1, to: first - 1, reason });
  return [{ kind, text }];
}
