import { backwards, type Clock, type ClockState } from '../core/clock.js';
import { OthersTurn } from '../core/others-turn.js';
import type { ProgressionMode } from '../core/world-modes.js';
import { askedByHand } from '../domain/asked-request.js';
import { startingProgression, type ProgressionState } from '../domain/progression/progression.js';
import type { Task } from '../domain/task/task.js';
import type { World } from '../domain/world.js';
import { originOf, type WriteOrigin } from '../domain/write-history.js';
import type { TaskRunner } from '../jobs/task-runner.js';
import type { SettingsStore } from '../persistence/settings-store.js';
import type { Gate } from './gate.js';

/** Moves a world in time: its clock, and the pace of its slow work. */
export class WorldTime {
  constructor(
    private readonly world: World,
    private readonly runner: TaskRunner,
    private readonly settings: SettingsStore,
    private readonly startingMode: ProgressionMode,
    private readonly gate: Gate,
  ) {}

  /** Moves the clock and runs everything that falls due, in order, each at its own time. */
  advance(milliseconds: number): void {
    const { clock, repositories } = this.world;
    const thaw = this.#standStill();
    const end = clock.now() + milliseconds;
    const origin = this.#byHand('AdvanceClock', 'POST', '/clock/advance', { by: milliseconds });
    this.world.writes.mark(origin);
    for (;;) {
      const next = repositories.tasks.nextDueDate();
      if (next === undefined || next > end) break;
      clock.moveTo(Math.max(next, clock.now()));
      this.runner.settle();
    }
    clock.moveTo(Math.max(end, clock.now()));
    this.#keepClock(origin);
    this.runner.settle();
    thaw();
  }

  /** The machine's time stands while a world moves that may be moved so again; answers what lets it go on. */
  #standStill(): () => void {
    const { clock, writes } = this.world;
    return writes.largestBody !== undefined && clock.hold() ? () => clock.letGo() : () => undefined;
  }

  async setClock(asked: ClockState | (() => ClockState), given?: WriteOrigin): Promise<void> {
    const { clock, writes } = this.world;
    const thaw = this.#standStill();
    try {
      const state = typeof asked === 'function' ? asked() : asked;
      const origin = given ?? this.#byHand('SetClock', 'PUT', '/clock', timeOf(state, clock));
      writes.mark(origin);
      clock.set(state);
      this.#keepClock(origin);
      await this.#moving(() => this.#settle(new OthersTurn()));
    } finally {
      thaw();
    }
  }

  async advanceTo(
    asked: number | (() => number),
    tell: (task: Task) => void,
    given?: WriteOrigin,
  ): Promise<number> {
    const { clock, writes } = this.world;
    const thaw = this.#standStill();
    let count = 0;
    let tells = false;
    try {
      const time = typeof asked === 'function' ? asked() : asked;
      if (time < clock.now()) throw backwards(clock.now(), time);
      const to = new Date(time).toISOString();
      const origin = given ?? this.#byHand('AdvanceClock', 'POST', '/clock/advance', { to });
      writes.mark(origin);
      tells = true;
      this.runner.onRan = (task) => {
        count++;
        tell(task);
      };
      await this.#moving(() => this.#moveTo(time, origin));
    } finally {
      if (tells) this.runner.onRan = undefined;
      thaw();
    }
    return count;
  }

  async #moveTo(time: number, origin: WriteOrigin): Promise<void> {
    const { clock, repositories } = this.world;
    const turn = new OthersTurn();
    for (;;) {
      const next = repositories.tasks.nextDueDate();
      if (next === undefined || next > time || this.runner.isHalted) break;
      clock.moveTo(Math.max(next, clock.now()));
      await this.#settle(turn);
    }
    clock.moveTo(Math.max(time, clock.now()));
    this.#keepClock(origin);
    await this.#settle(turn);
  }

  async setProgression(
    state: ProgressionState,
    origin = originOf('hand', 'SetProgression'),
  ): Promise<void> {
    const { unitOfWork, repositories, clock, progression, writes } = this.world;
    progression.state = state;
    const thaw = this.#standStill();
    const waits = [state.pace, ...state.rules].some(({ mode }) => mode === 'manual');
    const keep = () => {
      this.settings.save('progression', state);
      if (!waits) repositories.tasks.releaseByHand(clock.now(), state.pace.mode === 'immediate');
    };
    try {
      writes.within(origin, () => unitOfWork.run(keep));
      await this.#moving(() => this.#settle(new OthersTurn()));
    } finally {
      thaw();
    }
  }

  resetProgression(origin?: WriteOrigin): Promise<void> {
    return this.setProgression(startingProgression(this.startingMode), origin);
  }

  /** Who calls without a request has made one of the emulator's own API all the same. */
  #byHand(name: string, method: string, path: string, params: object): WriteOrigin {
    const { writes } = this.world;
    const request = () => askedByHand(method, path, params);
    return originOf('hand', name, null, writes.largestBody === undefined ? undefined : { request });
  }

  #keepClock(origin: WriteOrigin): void {
    const { clock, unitOfWork, writes } = this.world;
    const keep = () => this.settings.save('clock', clock.state);
    writes.within(origin, () => unitOfWork.run(keep));
  }

  /** Does everything that is due, in pieces between which the process does other things. */
  async #settle(turn: OthersTurn): Promise<void> {
    await this.runner.settleInPieces(turn);
    if (!this.runner.isBusyOutside) return;
    // What talks to somebody outside makes other things due when it is back. Who is talked to may ask us first.
    this.gate.open();
    await this.runner.idle();
    this.gate.close();
  }

  /** Nobody comes in meanwhile: requests to this world wait, so that they see it before or after. */
  async #moving(work: () => Promise<void>): Promise<void> {
    this.gate.close();
    try {
      await work();
    } finally {
      this.gate.open();
    }
  }
}

/** What a call of the emulator's own API would say to bring a clock there. */
const timeOf = ({ mode, value }: ClockState, { machineTime }: Clock): object =>
  mode === 'real'
    ? { mode }
    : { mode, time: new Date(mode === 'offset' ? value + machineTime : value).toISOString() };
