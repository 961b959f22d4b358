import type { ClockState } from '../core/clock.js';
import type { ProgressionMode } from '../core/world-modes.js';
import { startingProgression, type ProgressionState } from '../domain/progression/progression.js';
import type { Task } from '../domain/task/task.js';
import type { World } from '../domain/world.js';
import type { TaskRunner } from '../jobs/task-runner.js';
import type { SettingsStore } from '../persistence/settings-store.js';
import type { AdvanceReport } from '../simulation/environment-control.js';

// More than anybody reads of what a jump of the clock did.
const LONGEST_REPORT = 1000;

/** Moves a world in time: its clock, and the pace of its slow work. */
export class WorldTime {
  constructor(
    private readonly world: World,
    private readonly runner: TaskRunner,
    private readonly settings: SettingsStore,
    private readonly startingMode: ProgressionMode,
  ) {}

  /** Moves the clock and runs everything that falls due, in order, each at its own time. */
  advance(milliseconds: number): void {
    const { clock, repositories } = this.world;
    const end = clock.now() + milliseconds;
    for (;;) {
      const next = repositories.tasks.nextDueDate();
      if (next === undefined || next > end) break;
      clock.moveTo(Math.max(next, clock.now()));
      this.runner.settle();
    }
    clock.moveTo(Math.max(end, clock.now()));
    this.#keepClock();
    this.runner.settle();
  }

  async setClock(state: ClockState): Promise<void> {
    this.world.clock.set(state);
    this.#keepClock();
    await this.#settle();
  }

  async advanceTo<T>(time: number, tell: (task: Task) => T): Promise<AdvanceReport<T>> {
    const { clock, repositories } = this.world;
    if (time < clock.now()) {
      throw new RangeError(`a clock cannot go back: it is ${clock.now()}, asked for ${time}`);
    }
    const ran: T[] = [];
    let count = 0;
    this.runner.onRan = (task) => {
      count++;
      ran.push(tell(task));
      if (ran.length > LONGEST_REPORT) ran.shift();
    };
    try {
      for (;;) {
        const next = repositories.tasks.nextDueDate();
        if (next === undefined || next > time || this.runner.isHalted) break;
        clock.moveTo(Math.max(next, clock.now()));
        // What talks to somebody outside makes other things due when it is back.
        await this.#settle();
      }
      clock.moveTo(Math.max(time, clock.now()));
      this.#keepClock();
      await this.#settle();
    } finally {
      this.runner.onRan = undefined;
    }
    return { count, ran };
  }

  async setProgression(state: ProgressionState): Promise<void> {
    const { unitOfWork, repositories, clock, progression } = this.world;
    progression.state = state;
    const waits = [state.pace, ...state.rules].some(({ mode }) => mode === 'manual');
    unitOfWork.run(() => {
      this.settings.save('progression', state);
      if (!waits) repositories.tasks.releaseByHand(clock.now(), state.pace.mode === 'immediate');
    });
    await this.#settle();
  }

  resetProgression(): Promise<void> {
    return this.setProgression(startingProgression(this.startingMode));
  }

  #keepClock(): void {
    const { clock, unitOfWork } = this.world;
    unitOfWork.run(() => this.settings.save('clock', clock.state));
  }

  async #settle(): Promise<void> {
    this.runner.settle();
    await this.runner.idle();
  }
}
