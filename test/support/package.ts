import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './emulator';

const MODULES = join(ROOT, 'node_modules');

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project in a folder of its own into which the package was installed as npm packs it. */
export class Project {
  private constructor(readonly folder: string) {}

  /**
   * Packs what is built, and installs it without network: what the package depends on is linked from the
   * repository, so that npm finds it there and nothing is compiled again. `tools` are linked, too.
   */
  static async create(tools: readonly string[] = []): Promise<Project> {
    const project = new Project(mkdtempSync(join(tmpdir(), 'emulator-project-')));
    project.write('package.json', JSON.stringify({ name: 'project', private: true }));
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) project.link(name);
    const installed = await npm(project.folder, 'install', await packed());
    if (installed.code !== 0) throw new Error(`${installed.stdout}${installed.stderr}`);
    // Only now: npm removes what nothing depends on.
    for (const name of tools) project.link(name);
    return project;
  }

  write(file: string, text: string): string {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  link(name: string): void {
    const path = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(join(MODULES, name), path, 'junction');
  }

  /**
   * Runs a program of Node in the project; `file` is its path there, or an absolute one. One that would
   * not end is ended when it has said `last`.
   */
  node(
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
    last?: string,
  ): Promise<Ended> {
    return run(process.execPath, args, this.folder, variables, last);
  }

  /** Runs npm in a folder of the project. */
  npm(folder: string, command: string, ...args: string[]): Promise<Ended> {
    return npm(join(this.folder, folder), command, ...args);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** For all files of tests of a run (test/support/global-setup.cjs). */
const PACKED = join(process.env['EMULATOR_TEST_FOLDER'] ?? '', 'package.tgz');

/** The package as npm packs it, packed by the first test of the run that installs it. */
async function packed(): Promise<string> {
  if (existsSync(PACKED)) return PACKED;
  const folder = mkdtempSync(join(dirname(PACKED), 'packed-'));
  const { stdout } = await npm(ROOT, 'pack', '--pack-destination', folder);
  // Another worker may do the same now: whoever reads finds a whole one.
  renameSync(join(folder, stdout.trim().split('\n').at(-1) ?? ''), PACKED);
  return PACKED;
}

function npm(folder: string, command: string, ...args: string[]): Promise<Ended> {
  const all = [command, ...args, '--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  const script = process.env['npm_execpath'];
  return script?.endsWith('npm-cli.js')
    ? run(process.execPath, [script, ...all], folder)
    : run('npm', all, folder);
}

/** Variables of the test's own environment must not decide what a program does. */
function run(
  program: string,
  args: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>> = {},
  last?: string,
): Promise<Ended> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, CI: 'true', NO_COLOR: '1', ...variables };
  return new Promise((resolve) => {
    const child = execFile(program, [...args], { cwd: folder, env }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
      resolve({ code, stdout, stderr });
    });
    let said = '';
    const listen = (chunk: string | Buffer) => {
      said += String(chunk);
      if (last !== undefined && said.includes(last)) child.kill('SIGKILL');
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
  });
}
