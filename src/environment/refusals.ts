import { toErrorCode } from '../core/api-error.js';
import { codeOf, messageOf } from '../core/code-of.js';
import {
  conflict,
  ControlError,
  invalid,
  notFound,
  tooLarge as tooManyBytes,
  unavailable,
} from '../core/control-error.js';
import { machineFaultOf } from '../core/machine-fault.js';
import { didYouMean } from '../core/nearest.js';
import { DatabaseUnusable } from '../persistence/database-unusable.js';
import { ENVIRONMENT_NAME } from './data-directory.js';

/** Refused everywhere, so that a data directory can be taken to every system. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9])$/;

/** @throws {ControlError} `invalid` for what can be no part of a path */
export function checkName(what: string, name: string): void {
  if (DEVICE.test(name)) {
    throw invalid(
      `'${name}' cannot be the name of ${what}: on Windows it is that of a device, and no file can have it`,
    );
  }
  if (ENVIRONMENT_NAME.test(name)) return;
  throw invalid(
    `'${name}' cannot be the name of ${what}: it has 1 to 63 lower-case letters, digits, - and _, and begins with a letter or a digit`,
  );
}

export const noEnvironment = (name: string, known: readonly string[] = []) =>
  notFound(`there is no environment '${name}'${didYouMean(name, known)}`);

export const nameTaken = (name: string) => conflict(`there is an environment '${name}' already`);

export const tooMany = (most: number) =>
  conflict(
    `there are ${most} environments, which is the most (EMULATOR_MAX_ENVIRONMENTS); delete one`,
  );

export const tooLarge = (largest: number) =>
  tooManyBytes(
    `the environment would be larger than ${largest} bytes, which is the most (EMULATOR_ENVIRONMENT_SIZE)`,
  );

export const tooLargeFile = (largest: number) =>
  tooManyBytes(`the file is larger than ${largest} bytes (EMULATOR_ENVIRONMENT_SIZE)`);

export const tooManyPorts = (most: number) =>
  conflict(`${most} environments have a port of their own, which is the most (EMULATOR_MAX_PORTS)`);

export const portHeld = (port: number, owner: string) =>
  conflict(`port ${port} is that of the environment '${owner}'`);

/** A port that nobody can listen at now; all else is thrown on. */
export function portUnusable(port: number, error: unknown): unknown {
  const known = REASONS[codeOf(error)];
  return known === undefined ? error : conflict(`port ${port} ${known}`);
}

/** The same as a sentence, whatever it was. */
export function portUnusableText(port: number, error: unknown): string {
  const told = portUnusable(port, error);
  if (told instanceof ControlError) return told.message;
  return `port ${port} cannot be opened: ${messageOf(error)}`;
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use: choose another one, or 0 for any free one',
  EACCES: 'needs more rights: choose one above 1023, or 0 for any free one',
};

export const noFiles = () =>
  conflict('the emulator was started without a data directory: its environments are in memory');

export const notDeletable = () =>
  conflict('the default environment cannot be deleted; it can be reset');

/** A seed that cannot be read. */
export const unusableSeed = (error: unknown) =>
  invalid(`the seed cannot be used: ${messageOf(error)}`);

/** What is wrong with a seed is its author's to mend; all else is thrown on. */
export const asRefusal = (error: unknown): unknown =>
  error instanceof Error && error.name === 'InvalidSeed' ? unusableSeed(error) : error;

/** What was kept cannot be opened; all else is thrown on. */
export function unopenable(error: unknown): unknown {
  const reason = reasonOf(error);
  if (reason === undefined) return error;
  return unavailable(`what is kept there cannot be opened, and nothing was changed: ${reason}`);
}

/** What is wrong with a file that a world lies in; undefined when it is not its fault, but the machine's. */
export function reasonOf(error: unknown): string | undefined {
  if (error instanceof DatabaseUnusable) {
    return error.blame === 'machine' ? undefined : error.message;
  }
  const isOfMachine =
    machineFaultOf(error) !== undefined || (error instanceof Error && 'syscall' in error);
  // A world that cannot be read to its end, wherever that shows.
  return isOfMachine ? undefined : `it is damaged: ${toErrorCode(error).details}`;
}

/** The environment is there, but its file cannot be used now; its next use tries it again. */
export const notOpened = (name: string, reason: string) =>
  unavailable(`the environment '${name}' cannot be opened now: ${reason}`);
