import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Exchange } from '../exchange.js';
import type { Verdict } from '../judge/verdict.js';

/** What the shadow's process tells. */
export type FromShadow =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'verdict'; readonly verdict: Verdict };

/** What it is told. `lostWrites`: so many writes never came, since the beginning. */
export type ToShadow =
  | { readonly kind: 'begin'; readonly options: unknown }
  | { readonly kind: 'exchange'; readonly exchange: Exchange; readonly lostWrites: number }
  | { readonly kind: 'end' };

interface Listener {
  readonly onVerdict: (verdict: Verdict) => void;
  /** It is gone, for what reason; told once. */
  readonly onGone: (reason: string) => void;
}

/** How much the process of the shadow yields to others: what clients wait for comes first. */
const NICE = 10;

/** The process in which the shadow judges. It may end or stand still at any time. */
export class ShadowProcess {
  #isGone = false;
  #isEnding = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly listener: Listener,
  ) {
    child.on('message', (message: FromShadow) => {
      if (message.kind === 'verdict') listener.onVerdict(message.verdict);
    });
    child.once('exit', (code, signal) => this.#gone(`it ended (${signal ?? code})`));
    child.once('error', (error) => this.#gone(error.message));
  }

  /**
   * Starts it with a script and words, and waits until its world is there.
   * @throws {Error} with what it says when it cannot make its world
   */
  static async start(
    [script = '', ...words]: readonly string[],
    options: unknown,
    listener: Listener,
  ): Promise<ShadowProcess> {
    const child = fork(script, words, {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    try {
      await begun(child, options);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
    yieldToOthers(child.pid);
    return new ShadowProcess(child, listener);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** False: it is gone. */
  send(exchange: Exchange, lostWrites: number): boolean {
    return this.#send({ kind: 'exchange', exchange, lostWrites });
  }

  /** Ends it; who does not end within `patience` ms is ended. */
  async end(patience: number): Promise<void> {
    this.#isEnding = true;
    if (this.#isGone) return;
    const exit = new Promise((resolve) => this.child.once('exit', resolve));
    this.#send({ kind: 'end' });
    const limit = setTimeout(() => this.child.kill('SIGKILL'), patience);
    await exit;
    clearTimeout(limit);
  }

  #send(message: ToShadow): boolean {
    if (this.#isGone || !this.child.connected) return false;
    // What goes wrong with it is the end of the process, which is told by itself.
    this.child.send(message, () => undefined);
    return true;
  }

  #gone(reason: string): void {
    if (this.#isGone) return;
    this.#isGone = true;
    if (!this.#isEnding) this.listener.onGone(reason);
  }
}

function begun(child: ChildProcess, options: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: FromShadow) => {
      if (message.kind === 'ready') resolve();
      if (message.kind === 'failed') reject(new ShadowFailed(message.message));
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new ShadowFailed(`the shadow's process ended (${signal ?? code})`));
    });
    child.send({ kind: 'begin', options } satisfies ToShadow);
  });
}

/** The shadow cannot make its world. */
export class ShadowFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ShadowFailed';
  }
}

function yieldToOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, NICE);
  } catch {
    // Where that cannot be said it is not.
  }
}
