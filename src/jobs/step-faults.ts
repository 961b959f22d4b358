import type { Job } from '../domain/job/job.js';
import type { DueStep } from './due-step.js';

/** A fault that strikes a step. */
export interface StepFault {
  /** Tells it from others, so that it delays the same step once only. */
  readonly uuid: string;
  /** How much later the step is to be done, in ms; undefined for faults of another kind. */
  readonly delay: number | undefined;
  /** Whether all that it does is to fail the step. */
  readonly isFailure: boolean;
  /** Whether it changes the bytes that begin to come with the step. */
  readonly corrupts: boolean;
  /** Whether it takes all room that storages have left. */
  readonly fills: boolean;
  /** Strikes: throws the step's error, or changes the world so that the step fails by itself. */
  act(now: number): void;
}

/** What goes wrong on purpose at the steps of flows. `context` is the flow's, as JSON. */
export interface StepFaults {
  /** Whether nothing goes wrong on purpose anywhere. */
  readonly isQuiet: boolean;
  /** What ends slow work that begins now before its end: which fault, after what share (0 to 1) of its time. */
  early(job: Job, step: DueStep, context: string): { uuid: string; share: number } | undefined;
  /** What strikes a step that is done now. */
  at(job: Job, step: DueStep, context: string): StepFault | undefined;
}
