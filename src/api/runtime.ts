import type { World } from '../domain/world.js';
import type { GroupCommit } from '../jobs/group-commit.js';
import type { TaskRunner } from '../jobs/task-runner.js';
import type { EnvironmentControl } from '../simulation/environment-control.js';
import type { Journal } from '../simulation/journal/journal.js';
import type { RequestMeter } from '../simulation/journal/request-meter.js';

/** One environment as the operations see it. */
export interface Runtime {
  /** To be entered and left by every request. */
  readonly lease: {
    enter(): void;
    leave(): void;
    /** Waits for what a client sends: the world may be over afterwards. */
    listen<T>(receive: () => Promise<T>): Promise<T>;
    readonly isOver: boolean;
  };
  readonly journal: Journal;
  readonly meter: RequestMeter;
  readonly control: EnvironmentControl;
  readonly world: World;
  readonly runner: TaskRunner;
  readonly commits: GroupCommit;
  /** Resolves when what was committed by now is as safe as the operator asked for; undefined when it is. */
  readonly settled: () => Promise<void> | undefined;
  /** To be told of failures that are nobody's fault: they may say that the world is damaged. */
  readonly noticed: (error: unknown) => void;
  readonly apiMode: ApiMode;
  /** How long `auto` waits for a job before it answers with its location, in ms of real time. */
  readonly waitLimit: number;
}

/** When an asynchronous call is answered: when its job is done (within a limit), always, or at once. */
export type ApiMode = 'auto' | 'sync' | 'async';
