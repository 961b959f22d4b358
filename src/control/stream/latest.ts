import type { FaultRule } from '../../domain/fault/fault.js';
import type { Task } from '../../domain/task/task.js';
import type { World } from '../../domain/world.js';
import { describeTask } from '../describe-task.js';
import { describeClock } from '../operations/clock.js';
import { describeFault } from './describe.js';
import { eventText } from './frames.js';

/** So many pieces of work are told of: more at once nobody looks at. */
const MOST_TASKS = 200;

/** What a world tells of as it is, not as it came to be: told is how it differs from when it was last looked at. */
export interface Latest {
  /** Looks, and tells what differs. */
  look(): string[];
  /** All of it, as of the last look: for who has just come. */
  whole(): string[];
}

/** The work of jobs. */
export class LatestTasks implements Latest {
  #tasks = new Map<number, { readonly jobUuid: string | null; readonly text: string }>();
  #rows: readonly Task[] = [];

  constructor(private readonly world: World) {
    this.look();
  }

  /** Whether some of it goes on by itself, with the clock. */
  get moves(): boolean {
    return this.#rows.length > 0 && !this.world.clock.isStopped;
  }

  look(): string[] {
    this.#rows = this.world.repositories.tasks.listOfJobs(MOST_TASKS);
    return this.lookAgain();
  }

  /** The same without asking which there are. */
  lookAgain(): string[] {
    const { world } = this;
    const before = this.#tasks;
    this.#tasks = new Map();
    const told: string[] = [];
    for (const row of this.#rows) {
      const text = eventText('task', { environment: world.name, ...describeTask(world, row) });
      if (before.get(row.id)?.text !== text) told.push(text);
      before.delete(row.id);
      this.#tasks.set(row.id, { jobUuid: row.jobUuid, text });
    }
    for (const [id, { jobUuid }] of before) {
      told.push(eventText('taskGone', { environment: world.name, id, jobUuid }));
    }
    return told;
  }

  whole(): string[] {
    return [...this.#tasks.values()].map(({ text }) => text);
  }
}

/** The clock: how it runs. That it goes on needs no telling. */
export class LatestClock implements Latest {
  #state: World['clock']['state'];

  constructor(private readonly world: World) {
    this.#state = world.clock.state;
  }

  look(): string[] {
    const { state } = this.world.clock;
    const isSame = state.mode === this.#state.mode && state.value === this.#state.value;
    this.#state = state;
    return isSame ? [] : this.whole();
  }

  whole(): string[] {
    return [
      eventText('clock', { environment: this.world.name, ...describeClock({ world: this.world }) }),
    ];
  }
}

/** The fault rules: which came, fired and went. Those that are there GET /faults lists. */
export class LatestFaults implements Latest {
  #rules: readonly FaultRule[];

  constructor(private readonly world: World) {
    this.#rules = world.repositories.faults.list();
  }

  look(): string[] {
    const { repositories, name } = this.world;
    const now = repositories.faults.list();
    // The list is the same one as long as nothing of it changes.
    if (now === this.#rules) return [];
    const before = new Map(this.#rules.map((rule) => [rule.uuid, rule]));
    this.#rules = now;
    const tell = (what: 'made' | 'fired' | 'removed', rule: FaultRule) =>
      eventText('fault', describeFault(name, what, rule));
    const told = now.flatMap((rule) => {
      const known = before.get(rule.uuid);
      before.delete(rule.uuid);
      return [
        ...(known ? [] : [tell('made', rule)]),
        ...(rule.hits > (known?.hits ?? 0) ? [tell('fired', rule)] : []),
      ];
    });
    return [...told, ...[...before.values()].map((rule) => tell('removed', rule))];
  }

  whole(): string[] {
    return [];
  }
}
