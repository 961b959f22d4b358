import { monotonicMilliseconds } from '../core/clock.js';

/** Where progress is shown: standard error, or a stand-in. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** What is shorter than this, in ms, is over before anybody asks how far it is; a log is read later. */
const PATIENCE = { terminal: 500, log: 2_000 };
/** Time between two drawings; a log must not fill. */
const PAUSE = { terminal: 100, log: 5_000 };
const BAR = 24;

export interface Work {
  /** What is done, e.g. `exporting ci-42`. */
  readonly label: string;
  /** How much there is to do, when that is known. */
  readonly total?: number | undefined;
  /** What is counted; of a share only the percentage is shown. */
  readonly unit: 'bytes' | 'steps' | 'share';
}

/**
 * Shows how far work is that takes long: a bar on a terminal after half a second, else a plain line after two
 * and then every five. Nothing of it is left on a terminal when the work is over.
 */
export class Progress {
  readonly #started: number;
  readonly #timer: NodeJS.Timeout;
  #done = 0;
  #label: string;
  #drawn = -Infinity;
  #isOnScreen = false;

  constructor(
    private readonly work: Work,
    private readonly output: ProgressOutput = process.stderr,
    private readonly now: () => number = monotonicMilliseconds,
  ) {
    this.#label = work.label;
    this.#started = now();
    this.#timer = setInterval(() => this.#draw(), PAUSE.terminal).unref();
  }

  /** Tells how much is done by now, and what is worked on if that has changed. */
  update(done: number, label = this.#label): void {
    this.#done = done;
    this.#label = label;
    this.#draw();
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#isOnScreen) this.output.write('\r\u001b[K');
    this.#isOnScreen = false;
  }

  #draw(): void {
    const now = this.now();
    const passed = now - this.#started;
    const where = this.#isTerminal ? 'terminal' : 'log';
    if (passed < PATIENCE[where] || now - this.#drawn < PAUSE[where]) return;
    this.#drawn = now;
    if (where === 'log') {
      this.output.write(`${this.#label}: ${this.#amount(passed)}\n`);
      return;
    }
    const line = `${this.#bar(passed)} ${this.#label}: ${this.#amount(passed)}`;
    this.output.write(`\r${line.slice(0, (this.output.columns || 80) - 1)}\u001b[K`);
    this.#isOnScreen = true;
  }

  get #isTerminal(): boolean {
    return this.output.isTTY === true && process.env['TERM'] !== 'dumb';
  }

  #bar(passed: number): string {
    const { total } = this.work;
    const filled = Math.round(BAR * (total ? Math.min(1, this.#done / total) : 0));
    if (total) return `[${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}]`;
    // How much there is nobody knows: something moves, at least.
    const at = Math.floor(passed / PAUSE.terminal) % BAR;
    return `[${'-'.repeat(at)}#${'-'.repeat(BAR - 1 - at)}]`;
  }

  #amount(passed: number): string {
    const { total, unit } = this.work;
    const seconds = Math.floor(passed / 1000);
    const show = unit === 'bytes' ? bytesText : String;
    if (!total) return this.#done > 0 ? `${show(this.#done)}, ${seconds} s` : `${seconds} s`;
    const share = Math.min(1, this.#done / total);
    const left = share > 0 ? `, ${Math.ceil((passed / share - passed) / 1000)} s left` : '';
    const amount = unit === 'share' ? '' : `, ${show(this.#done)} of ${show(total)}`;
    return `${Math.floor(share * 100)} %${amount}${left}`;
  }
}

/** Waits for work whose end nobody can foresee, and shows that it goes on. */
export async function waiting<T>(label: string, work: Promise<T>): Promise<T> {
  const progress = new Progress({ label, unit: 'steps' });
  try {
    return await work;
  } finally {
    progress.end();
  }
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A number of bytes as people read it. */
export function bytesText(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${unit === 0 ? amount : amount.toFixed(1)} ${UNITS[unit]}`;
}
