import { createHash } from 'node:crypto';
import type { Identity } from '../../app/image-api-client.js';
import type { Emulator } from '../../app/library/emulator.js';
import type { Captured, World } from '../../shadow/index.js';

/** What the world beside a cloud is like. */
export interface WorldOptions {
  /** Names or files, or the text of one. */
  readonly seed: string;
  readonly release?: string | undefined;
  readonly wire: 'native' | 'documented';
  readonly checks: 'native' | 'strict';
}

/** What a captured account has for a password. */
const PASSWORD = createHash('sha512').update('password').digest('hex');

/** A session is opened anew after so long, in ms of the world: those of a cloud end after two hours. */
const RENEWED = 30 * 60_000;

/** Kept to take back what the cloud refused: one write, whatever it touched. */
const REWIND = 8 * 2 ** 20;

/** The world beside a cloud: an emulator of this process, whose time goes on by hand. */
export class EmulatorWorld implements World {
  #session: { readonly uuid: string; readonly since: number } | undefined;

  private constructor(
    private emulator: Emulator,
    private readonly options: WorldOptions,
    private readonly cloud: string,
    private readonly identity: Identity | undefined,
    /** The seed that it was captured as. */
    public captured: Captured | undefined,
  ) {}

  /**
   * Makes a world of a seed, or with an identity of what the cloud tells it.
   * @throws {InvalidSeed} for a seed that cannot be used, {ImageApiRefusal} for an identity
   */
  static async start(
    options: WorldOptions,
    cloud = '',
    identity?: Identity,
  ): Promise<EmulatorWorld> {
    const captured = identity === undefined ? undefined : await capture(cloud, identity);
    const emulator = await emulatorOf(options, captured?.text ?? options.seed);
    const world = new EmulatorWorld(emulator, options, cloud, identity, captured);
    await world.session();
    return world;
  }

  get url(): string {
    return this.emulator.url;
  }

  now(): number {
    return this.emulator.clock.now();
  }

  async session(): Promise<string> {
    if (this.#session === undefined || this.now() - this.#session.since > RENEWED) {
      this.#session = { uuid: await this.#logIn(), since: this.now() };
    }
    return this.#session.uuid;
  }

  settle(): Promise<void> {
    return this.emulator.settle();
  }

  async moveTo(time: number): Promise<void> {
    if (time > this.now()) await this.emulator.clock.set(time);
  }

  mark(): string | undefined {
    return this.emulator.history().at(-1)?.id ?? 'w0';
  }

  async takeBack(mark: string | undefined): Promise<boolean> {
    const number = Number(mark?.slice(1));
    const first = this.emulator.history().find(({ id }) => Number(id.slice(1)) > number);
    if (mark === undefined || !first) return false;
    await this.emulator.rewind(first.id);
    this.#session = undefined;
    return true;
  }

  get captureAnew(): World['captureAnew'] {
    const { identity } = this;
    if (identity === undefined) return undefined;
    return async () => {
      const captured = await capture(this.cloud, identity);
      const next = await emulatorOf(this.options, captured.text);
      await this.emulator.stop();
      this.emulator = next;
      this.captured = captured;
      this.#session = undefined;
      return captured;
    };
  }

  stop(): Promise<void> {
    return this.emulator.stop();
  }

  async #logIn(): Promise<string> {
    const answer = await fetch(`${this.url}/v1/accounts/login`, {
      method: 'PUT',
      body: JSON.stringify({ logInByAccount: { accountName: 'admin', password: PASSWORD } }),
    });
    const { inventory } = (await answer.json()) as { inventory?: { uuid?: string } };
    if (inventory?.uuid === undefined) {
      throw new Error("its admin's password is not `password`: use a seed that leaves it so");
    }
    return inventory.uuid;
  }
}

const UUID = /(?<![0-9a-zA-Z])[0-9a-f]{32}(?![0-9a-zA-Z])/g;

/** Uuids of the rows of an answer, not of what they hold. */
function rowsIn(body: unknown): string[] {
  const { inventories } = (body ?? {}) as { inventories?: unknown };
  const rows = Array.isArray(inventories) ? (inventories as { uuid?: unknown }[]) : [];
  return rows.flatMap(({ uuid }) => (typeof uuid === 'string' ? [uuid] : []));
}

/** @throws {Error} that says why the cloud does not tell */
async function capture(cloud: string, identity: Identity): Promise<Captured> {
  const { captureFrom } = await import('../../app/capture-from.js');
  try {
    const seen = new Set<string>();
    const { text } = await captureFrom(
      cloud,
      identity,
      () => undefined,
      (body) => {
        for (const uuid of rowsIn(body)) seen.add(uuid);
      },
    );
    const carried = new Set(text.match(UUID));
    return { text, notCarried: [...seen].filter((uuid) => !carried.has(uuid)) };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${cloud} cannot be captured: ${reason}`, { cause: error });
  }
}

async function emulatorOf(
  { release, wire, checks }: WorldOptions,
  seed: string,
): Promise<Emulator> {
  const { startEmulator } = await import('../../app/library/start-emulator.js');
  return startEmulator({
    seed,
    wire,
    checks,
    clock: 'stopped',
    rewind: REWIND,
    journalSize: 1,
    // Nobody waits for it but the one who compares.
    queryDeadline: 60_000,
    ...(release === undefined ? {} : { release }),
  });
}
