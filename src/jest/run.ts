import { relative } from 'node:path';
import type { Emulator } from '../app/library/emulator.js';
import { startEmulator } from '../app/library/start-emulator.js';
import { VERSION } from '../core/version.js';
import { startBridge, type Bridge } from './bridge.js';
import { leakReport, leaksIn, problemReport, problemsIn, type Leaks } from './leaks.js';
import type { FindingKind } from '../app/client-findings.js';
import type { JestOptions } from './options.js';
import { VARIABLES } from './variables.js';

/** The environment that a worker has open: of a file, or of one of its tests. */
interface Opened {
  readonly name: string;
  readonly file: string;
  readonly test: string | undefined;
}

const WHY_IT_FAILS =
  'The run fails by this, whatever its tests say: failOnLeaks (EMULATOR_FAIL_ON_LEAKS) is set.';
const WHY_PROBLEMS_FAIL =
  'The run fails by this, whatever its tests say: failOn (EMULATOR_FAIL_ON) names it.';

/** One run of jest in jest's own process: the emulator, and what its tests have open. */
class Run {
  readonly emulator: Emulator;
  readonly #failOnLeaks: boolean;
  readonly #failOn: readonly FindingKind[];
  readonly #ownPorts: boolean;
  /** Images that every environment begins with. */
  readonly #template: ReadonlySet<string>;
  /** Of each worker: it runs one test file after the other. */
  readonly #open = new Map<string, Opened>();
  readonly #leaks: Leaks[] = [];
  readonly #problems: Leaks[] = [];
  bridge: Bridge | undefined;

  constructor(
    emulator: Emulator,
    { failOnLeaks = false, failOn = [], ownPorts = false }: JestOptions,
  ) {
    this.emulator = emulator;
    this.#failOnLeaks = failOnLeaks;
    this.#failOn = failOn;
    this.#ownPorts = ownPorts;
    this.#template = new Set(emulator.images.list().map(({ uuid }) => uuid));
  }

  /**
   * Makes the environment of a test or a file. The one that this worker had before is looked through and
   * removed: not earlier, so that every hook of a test still had it.
   */
  async open(worker: string, name: string, file: string, test?: string): Promise<void> {
    await this.#close(worker);
    await this.emulator.fork({ name, ...(this.#ownPorts ? { port: 0 } : {}) });
    this.#open.set(worker, { name, file: relative(process.cwd(), file), test });
  }

  async end(): Promise<void> {
    await this.bridge?.close();
    for (const worker of this.#open.keys()) await this.#close(worker);
    const left = this.emulator.environments().map(({ name }) => name);
    await this.emulator.stop();
    const report = leakReport(
      this.#leaks,
      left.filter((name) => name !== 'default'),
    );
    const problems = problemReport(this.#problems);
    // Jest says that all tests passed, and ends with 1: why stands here.
    const why = [
      ...(problems === undefined ? [] : [`${problems}${WHY_PROBLEMS_FAIL}\n`]),
      ...(report !== undefined && this.#failOnLeaks ? [`${report}${WHY_IT_FAILS}\n`] : []),
    ];
    if (report !== undefined && !this.#failOnLeaks) process.stderr.write(`\n${report}`);
    if (why.length > 0) throw withoutStack(why.join('\n'));
  }

  async #close(worker: string): Promise<void> {
    const opened = this.#open.get(worker);
    this.#open.delete(worker);
    // A test may have removed it itself.
    const [environment] = this.emulator.environments().filter(({ name }) => name === opened?.name);
    if (!opened || !environment) return;
    const { file, test } = opened;
    this.#leaks.push({ file, test, found: leaksIn(environment, this.#template) });
    this.#problems.push({ file, test, found: problemsIn(environment, this.#failOn) });
    await environment.remove();
  }
}

// Jest may load setup and teardown as modules of their own.
const RUN = Symbol.for('zstack-image-emulator.run');
const holder = globalThis as unknown as { [RUN]?: Run | undefined };

export async function startRun({
  environmentPer,
  failOnLeaks,
  failOn,
  ownPorts,
  ...options
}: JestOptions): Promise<void> {
  const emulator = await startEmulator(options);
  const run = new Run(emulator, {
    failOnLeaks: failOnLeaks ?? false,
    failOn: failOn ?? [],
    ownPorts: ownPorts ?? false,
  });
  run.bridge = await startBridge(emulator, (...opened) => run.open(...opened));
  holder[RUN] = run;
  process.env[VARIABLES.url] = emulator.url;
  process.env[VARIABLES.bridge] = run.bridge.url;
  process.env[VARIABLES.per] = environmentPer ?? 'file';
  process.env[VARIABLES.version] = VERSION;
}

export async function endRun(): Promise<void> {
  const run = holder[RUN];
  holder[RUN] = undefined;
  for (const name of Object.values(VARIABLES)) delete process.env[name];
  await run?.end();
}

/** Where the report came from tells nobody anything. */
function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
