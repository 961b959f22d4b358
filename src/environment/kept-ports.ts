import { portHeld, portUnusable, portUnusableText, tooManyPorts } from './refusals.js';

/** What listens at ports for environments. */
export interface PortListener {
  /** Listens for an environment; 0: at any free port. Answers at which. */
  listen(name: string, port: number): Promise<number>;
  close(name: string): void;
}

export interface KeptPortsParts {
  readonly listener: PortListener;
  /** So many environments may have a port of their own. */
  readonly most: number;
  readonly log: (text: string) => void;
}

interface Kept {
  port: number;
  /** Why nobody listens there. */
  problem?: string;
}

/**
 * The ports that environments have of their own, for clients that know host and port only. One is kept as long as
 * its environment is there, whatever world that holds, and opened again at the next start.
 */
export class KeptPorts {
  readonly #kept = new Map<string, Kept>();
  #isBegun = false;

  constructor(private readonly parts: KeptPortsParts) {}

  /**
   * Makes an environment that has a port of its own from now on, or none (undefined).
   * @throws {ControlError} when it cannot have it; then nothing is made
   */
  async making<T>(
    name: string,
    wanted: number | undefined,
    make: (port: number | undefined) => Promise<T>,
  ): Promise<T> {
    if (wanted === undefined) return make(undefined);
    const port = await this.#take(name, wanted);
    try {
      return await make(port);
    } catch (error) {
      this.release(name);
      throw error;
    }
  }

  /** Remembers the port of an environment that was there before; it is opened now, or when `begin` says so. */
  keep(name: string, port: number): void {
    if (this.#kept.has(name)) return;
    const kept: Kept = { port };
    this.#kept.set(name, kept);
    if (this.#isBegun) void this.#open(name, kept);
  }

  /** Opens those of all environments that are there: the common port is open now. */
  async begin(): Promise<void> {
    this.#isBegun = true;
    for (const [name, kept] of this.#kept) await this.#open(name, kept);
  }

  release(name: string): void {
    this.parts.listener.close(name);
    this.#kept.delete(name);
  }

  portOf(name: string): number | undefined {
    return this.#kept.get(name)?.port;
  }

  /** Why an environment is not reached at its port; undefined: it is, or has none. */
  problemOf(name: string): string | undefined {
    return this.#kept.get(name)?.problem;
  }

  async #take(name: string, wanted: number): Promise<number> {
    const { listener, most } = this.parts;
    if (this.#kept.size >= most) throw tooManyPorts(most);
    const owner = this.#ownerOf(wanted);
    if (owner !== undefined) throw portHeld(wanted, owner);
    // From here on it counts.
    this.#kept.set(name, { port: wanted });
    try {
      const port = await listener.listen(name, wanted);
      this.#kept.set(name, { port });
      return port;
    } catch (error) {
      this.#kept.delete(name);
      throw portUnusable(wanted, error);
    }
  }

  /** A world does not go for want of its port: it is reached by its path, and tells why. */
  async #open(name: string, kept: Kept): Promise<void> {
    const { listener, log } = this.parts;
    const { port } = kept;
    try {
      const owner = this.#ownerOf(port, name);
      if (owner !== undefined) throw portHeld(port, owner);
      kept.port = await listener.listen(name, port);
      // It may have gone meanwhile.
      if (this.#kept.get(name) !== kept) listener.close(name);
    } catch (error) {
      kept.problem = portUnusableText(port, error);
      log(`the environment '${name}' is not reached at its own port: ${kept.problem}`);
    }
  }

  #ownerOf(port: number, besides?: string): string | undefined {
    if (port === 0) return undefined;
    for (const [name, kept] of this.#kept) {
      if (name !== besides && kept.port === port && kept.problem === undefined) return name;
    }
    return undefined;
  }
}
