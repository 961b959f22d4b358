/** A process (process.mjs) that is asked one thing after the other, and ended when an answer takes too long. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../lib/prepare.mjs';

const SCRIPT = join(root, 'scripts', 'mutation', 'verify', 'process.mjs');
/** To load the program on a machine that does much else, in ms. */
const START = 120_000;

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

export class Seat {
  #child;
  #said = '';
  #answered = () => {};

  /** `mutant`: a switch that is on from the beginning. */
  constructor(bundle, expectedFile = '', mutant) {
    const words = [bundle, expectedFile, ...(mutant === undefined ? [] : [mutant])];
    const stdio = ['ignore', 'ignore', 'pipe', 'ipc'];
    this.#child = fork(SCRIPT, words, { cwd: root, stdio });
    running.add(this.#child);
    this.#child.stderr.on('data', (chunk) => (this.#said = (this.#said + chunk).slice(-1000)));
    this.#child.on('message', (answer) => this.#answered(answer));
    this.#child.once('close', () => {
      running.delete(this.#child);
      this.#answered({ ended: true, reason: this.#said.trim() });
      this.isGone = true;
    });
    this.isGone = false;
    this.ready = this.#next(START);
  }

  /** What it answers; `{ ended, reason }`: it, or the emulator, came to its end; `{ late }`: after `timeout` ms. */
  async ask(message, timeout) {
    const { ready, ...otherwise } = await this.ready;
    if (!ready) return otherwise;
    if (this.isGone) return { ended: true, reason: this.#said.trim() };
    const answer = this.#next(timeout);
    this.#child.send(message, () => {});
    return answer;
  }

  end() {
    this.#child.kill('SIGKILL');
    this.isGone = true;
  }

  #next(timeout) {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve({ late: true });
        this.end();
      }, timeout);
      this.#answered = (answer) => {
        clearTimeout(timer);
        resolve(answer);
      };
    });
  }
}
