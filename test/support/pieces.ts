import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ROOT } from './emulator';
import { eventually, MAIN, type Ended } from './process';

/** The examples, which name each other by their places, in a folder of their own, and the command as npm installs it. */
export class Pieces {
  /** Emulators that were started and are not known to be gone, by the numbers of their processes. */
  readonly #left = new Set<number>();

  private constructor(
    readonly folder: string,
    private readonly bin: string,
  ) {}

  static create(): Pieces {
    const folder = mkdtempSync(join(tmpdir(), 'emulator-pieces-'));
    cpSync(join(ROOT, 'examples'), join(folder, 'examples'), {
      recursive: true,
      filter: (path) => !/[\\/](node_modules|target|build|__pycache__)$/.test(path),
    });
    const pieces = new Pieces(folder, join(folder, 'bin'));
    mkdirSync(pieces.bin);
    // Whoever starts it leaves its number behind.
    pieces.command(`echo $$ >> '${pieces.numbers}'\nexec '${process.execPath}' '${MAIN}' "$@"`);
    return pieces;
  }

  /** Writes a `zstack-emulator` that is another program; answers its path. */
  command(script: string, name = 'zstack-emulator'): string {
    const path = join(this.bin, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, 'examples', file), text);
  }

  /** Runs a program to its end in the folder of an example. */
  run(example: string, words: readonly string[], more: Variables = {}): Promise<Ended> {
    const [program = '', ...args] = words;
    const options = { cwd: join(this.folder, 'examples', example), env: this.variables(more) };
    return new Promise((resolve) => {
      execFile(program, args, { ...options, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
        resolve({ code, stdout, stderr });
      });
    });
  }

  /** Starts a program that waits once it has said `ready`, and kills it then. */
  async killWhenReady(example: string, words: readonly string[]): Promise<void> {
    const [program = '', ...args] = words;
    const child: ChildProcess = spawn(program, args, {
      cwd: join(this.folder, 'examples', example),
      env: this.variables({}),
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    let said = '';
    for await (const chunk of child.stdout ?? []) {
      said += String(chunk);
      if (said.includes('ready')) break;
    }
    child.kill('SIGKILL');
    expect([said.includes('ready'), ...(await exit)]).toEqual([true, null, 'SIGKILL']);
  }

  /** Waits until every emulator that was started is gone; answers how many there were. */
  async allGone(): Promise<number> {
    if (!existsSync(this.numbers)) return 0;
    const numbers = readFileSync(this.numbers, 'utf8').trim().split('\n').map(Number);
    rmSync(this.numbers);
    for (const number of numbers) this.#left.add(number);
    for (const number of numbers) {
      await eventually(async () => !isAlive(number) || undefined);
      this.#left.delete(number);
    }
    return numbers.length;
  }

  /** Ends what a test that failed has left, too. */
  remove(): void {
    for (const number of this.#left) if (isAlive(number)) process.kill(number, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private get numbers(): string {
    return join(this.folder, 'started');
  }

  /** Variables of the test's own environment must not decide what a program does. */
  private variables(more: Variables): NodeJS.ProcessEnv {
    const { PATH, HOME } = process.env;
    return {
      PATH: `${this.bin}${delimiter}${PATH}`,
      HOME,
      GOFLAGS: '-mod=mod',
      GOPROXY: 'off',
      GOTOOLCHAIN: 'local',
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONWARNINGS: 'default',
      ...more,
    };
  }
}

type Variables = Readonly<Record<string, string>>;

function isAlive(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch {
    return false;
  }
}
