import type { Environment } from './environment.js';

/** The environment at the paths without a name. */
export const DEFAULT_ENVIRONMENT = 'default';

/** All worlds of one process, by name. */
export class Environments {
  readonly #byName = new Map<string, Environment>();

  add(environment: Environment): void {
    this.#byName.set(environment.name, environment);
  }

  find(name: string): Environment | undefined {
    return this.#byName.get(name);
  }

  /** Begins no more work and answers whoever waits for some. */
  async stopWork(): Promise<void> {
    for (const { runner } of this.#byName.values()) await runner.stop();
  }

  async close(): Promise<void> {
    for (const environment of this.#byName.values()) await environment.close();
    this.#byName.clear();
  }
}
