import { statSync } from 'node:fs';
import { machineFaultOf } from '../core/machine-fault.js';
import { codeOf } from '../core/code-of.js';
import type { EnvironmentDescription } from '../simulation/environment-host.js';
import { checkPages } from '../persistence/database.js';
import { DatabaseUnusable, unusable } from '../persistence/database-unusable.js';
import type { DataDirectory } from './data-directory.js';
import type { Environment } from './environment.js';
import { notOpened } from './refusals.js';
import type { KnownRequests, Worlds } from './worlds.js';

interface PlaceFileParts {
  readonly directory: DataDirectory;
  readonly worlds: Worlds;
  readonly log: (text: string) => void;
}

/** What is known of a world while its file is closed. */
interface Known extends Pick<EnvironmentDescription, 'bytes' | 'images'> {
  readonly requests: KnownRequests;
}

/** How long until work that fell due in a world that cannot be opened is tried again, in ms of real time. */
const RETRY = 60_000;

/** The file of a world that is opened when somebody uses it. */
export class PlaceFile {
  /** Why it could not be opened when that was last tried. */
  problem: string | undefined;
  #known: Known | undefined;
  #isChecked = false;
  /** What of its work was begun in this process. */
  #work: 'nothing' | 'mayBegin' | 'begun' = 'nothing';
  #alarm: NodeJS.Timeout | undefined;

  constructor(
    private readonly name: string,
    private readonly parts: PlaceFileParts,
  ) {}

  /** @throws {ControlError} when it cannot be opened now */
  open(): Environment {
    this.stop();
    try {
      const environment = openChecked(this.parts, this.name, {
        isChecked: this.#isChecked,
        requests: this.#known?.requests,
      });
      this.problem = undefined;
      this.#isChecked = true;
      return environment;
    } catch (error) {
      this.problem = (error as Error).message;
      throw notOpened(this.name, this.problem);
    }
  }

  /** Another world lies there now, or none. */
  forget(): void {
    this.#known?.requests.journal.close();
    this.#known = undefined;
  }

  leave(reason: string): void {
    this.problem = reason;
  }

  /** The process is ready for the work of its worlds. */
  begin(environment: Environment | undefined): void {
    if (this.#work === 'nothing') this.#work = 'mayBegin';
    if (environment) this.goOn(environment);
  }

  /** It was made in this process: nothing of its work was interrupted. */
  beginNew(): void {
    this.#work = 'begun';
  }

  goOn(environment: Environment): void {
    if (this.#work === 'begun') environment.runner.resume();
    if (this.#work !== 'mayBegin') return;
    this.#work = 'begun';
    environment.restart();
  }

  /** Closes it; `wake` is called when something falls due in it. */
  close(environment: Environment, wake: () => void): void {
    const { bytes, imageCount: images, journal, meter, runner } = environment;
    this.#known = { bytes, images, requests: { journal, meter } };
    const wait = runner.nextDue;
    environment.endForNow();
    if (wait !== undefined) this.#wakeIn(wait, wake);
  }

  #wakeIn(milliseconds: number, wake: () => void): void {
    this.#alarm = setTimeout(() => {
      try {
        wake();
      } catch (error) {
        this.parts.log(`${(error as Error).message} (work has fallen due in it)`);
        this.#wakeIn(RETRY, wake);
      }
    }, milliseconds).unref();
  }

  /** Nothing wakes it any more. */
  stop(): void {
    clearTimeout(this.#alarm);
  }

  /** What is known of it while it is closed. */
  get sizes(): Pick<EnvironmentDescription, 'bytes' | 'images'> {
    if (this.#known) return { bytes: this.#known.bytes, images: this.#known.images };
    const { directory } = this.parts;
    const found = statSync(directory.databaseOf(this.name), { throwIfNoEntry: false });
    return { bytes: found?.size ?? 0, images: 0 };
  }
}

/**
 * Opens the world that lies in a file, and looks whether it can be read to its end.
 * @throws {DatabaseUnusable} when it cannot be used; its `blame` tells whether a later start may find it usable
 */
export function openChecked(
  { directory, worlds }: Pick<PlaceFileParts, 'directory' | 'worlds'>,
  name: string,
  {
    isChecked = false,
    requests,
  }: { isChecked?: boolean; requests?: KnownRequests | undefined } = {},
): Environment {
  let environment: Environment | undefined;
  try {
    environment = worlds.open(name, 'file', requests);
    if (!isChecked) checkPages(environment.database);
    return environment;
  } catch (error) {
    environment?.endForNow();
    throw asUnusable(error, directory.databaseOf(name));
  }
}

/** What is neither of the machine nor of the file is a defect: then the file stays where it is. */
function asUnusable(error: unknown, path: string): Error {
  if (error instanceof DatabaseUnusable) return error;
  const isOfFile =
    machineFaultOf(error) !== undefined ||
    codeOf(error).startsWith('SQLITE_') ||
    error instanceof SyntaxError;
  if (isOfFile) return unusable(error, path);
  return new DatabaseUnusable(`${path} cannot be opened: ${String(error)}`, 'version');
}
