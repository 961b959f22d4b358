import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ADMIN_SESSION, ROOT } from './emulator';

export const MAIN = join(ROOT, 'dist', 'cli', 'main.js');

const folders: string[] = [];
const foldersForAll: string[] = [];
const processes = new Set<ChildProcess>();

/**
 * A folder of its own, gone after the test; `forAll`: after the last one of the file. `readable`: the emulator may be
 * asked to read in there, as it may not where files in memory are (memory-folder.cjs): no storage reads below /dev.
 */
export function temporaryFolder({ forAll = false, readable = false } = {}): string {
  const place = (readable ? process.env['EMULATOR_TEST_DISK'] : undefined) ?? tmpdir();
  const folder = mkdtempSync(join(place, 'emulator-test-'));
  (forAll ? foldersForAll : folders).push(folder);
  return folder;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables of the test's own environment must not decide what the process does. */
function variables(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, ...more };
}

/** The built emulator as a process of its own. */
export class EmulatorProcess {
  private constructor(
    readonly process: ChildProcess,
    readonly url: string,
    readonly stdout: string,
    private readonly heard: { stderr: string },
  ) {}

  /** What it has said on standard error by now. */
  get stderr(): string {
    return this.heard.stderr;
  }

  /** Starts `serve` on a free port; rejects with what it said when it ends instead of listening. */
  static async start(
    dataDir: string,
    more: Readonly<Record<string, string>> = {},
    main = MAIN,
  ): Promise<EmulatorProcess> {
    const child = spawnServe(['--port', '0'], { EMULATOR_DATA_DIR: dataDir, ...more }, main);
    let stdout = '';
    const heard = { stderr: '' };
    child.stderr?.on('data', (chunk: Buffer) => (heard.stderr += chunk.toString()));
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        const line = stdout.split('\n').find((text) => text.startsWith('{"event":"listening"'));
        if (line?.endsWith('}')) resolve((JSON.parse(line) as { url: string }).url);
      });
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${heard.stderr}`)));
    });
    return new EmulatorProcess(child, url, stdout, heard);
  }

  async get(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: { Authorization: `OAuth ${ADMIN_SESSION}` } });
  }

  /** Calls the emulator's own API, which must succeed: `path` without `/emulator/v1`. */
  async control(method: string, path: string, params: object): Promise<void> {
    const url = `${new URL(this.url).origin}/emulator/v1${path}`;
    const answer = await fetch(url, { method, body: JSON.stringify({ params }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }

  /** From now on time passes when the test says so: a slow machine ends nothing too early. */
  stopClock(): Promise<void> {
    return this.control('PUT', '/clock', { mode: 'stopped' });
  }

  /** Moves the clock on, and lets everything that falls due be done. */
  advance(by: string): Promise<void> {
    return this.control('POST', '/clock/advance', { by });
  }

  /** Calls CreateRootVolumeTemplateFromRootVolume. */
  createTemplate(
    volumeUuid: string,
    params: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return fetch(`${this.url}/v1/images/root-volume-templates/from/volumes/${volumeUuid}`, {
      method: 'POST',
      headers: { Authorization: `OAuth ${ADMIN_SESSION}`, ...headers },
      body: JSON.stringify({ params }),
    });
  }

  /** Ends the process by a signal; answers its exit code. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const { process: child } = this;
    // It may have ended by itself.
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exit) as [number | null];
    return code;
  }
}

const spawnServe = (
  flags: readonly string[],
  more: Readonly<Record<string, string>>,
  main = MAIN,
) => spawnCommand(['serve', ...flags], { LOG_LEVEL: 'error', ...more }, main);

function spawnCommand(
  words: readonly string[],
  more: Readonly<Record<string, string>>,
  main = MAIN,
): ChildProcess {
  const child = spawn(process.execPath, [main, ...words], {
    env: variables(more),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  processes.add(child);
  child.once('exit', () => processes.delete(child));
  return child;
}

/** Runs `serve` that is expected to end by itself. */
export const serveToTheEnd = (
  flags: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> => toTheEnd(spawnServe(flags, more));

/** Runs a command of the built program, in an environment without variables of ours. */
export const runCommand = (
  words: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> => toTheEnd(spawnCommand(words, more));

/** The same, for a test that ends it itself. */
export function startCommand(
  words: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
} {
  const child = spawnCommand(words, variables);
  return { process: child, ended: toTheEnd(child) };
}

async function toTheEnd(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** Asks again until the answer is there; for ever is ten minutes, on any machine. */
export async function eventually<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + 600_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error('it did not come to pass within 600 s');
    // What is asked may be what this process is told: it has to hear it.
    await setImmediate();
  }
}

afterEach(async () => {
  for (const child of processes) {
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }
  remove(folders);
});

afterAll(() => remove(foldersForAll));

// What a program writes while it ends may still come into it.
function remove(these: string[]): void {
  const how = { recursive: true, force: true, maxRetries: 10 };
  for (const folder of these.splice(0)) rmSync(folder, how);
}
