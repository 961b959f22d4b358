import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { buildSync } from 'esbuild';
import { migrateTo, newestVersion } from '../../src/persistence/migrate';
import { ADMIN_SESSION, ROOT, type Json } from '../support/emulator';

const BREAKPOINT = '--> statement-breakpoint\n';
const TAG = '9999_tomorrow';

/** Where the process ends: before a statement of the migration, before the commit, or after it. */
export type KillPoint = number | 'commit' | 'end';

/** In the migration of the file of this name. */
export interface Kill {
  readonly file: string;
  readonly at: KillPoint;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

async function toTheEnd(child: ChildProcess): Promise<Ended> {
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, stderr };
}

/**
 * The built program of today with one migration more: what the next version will be to the data of this one.
 * Its files lie in a folder of their own; `remove` takes it away.
 */
export class Tomorrow {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'emulator-tomorrow-')));
  readonly #processes = new Set<ChildProcess>();

  constructor(statements: readonly string[]) {
    const { folder } = this;
    const filter = (path: string) => !path.endsWith('.d.ts');
    for (const name of ['dist', 'migrations', 'package.json']) {
      cpSync(join(ROOT, name), join(folder, name), { recursive: true, filter });
    }
    for (const name of ['node_modules', 'seed', 'openapi']) {
      symlinkSync(realpathSync(join(ROOT, name)), join(folder, name), 'junction');
    }
    const path = join(folder, 'migrations', 'meta', '_journal.json');
    const journal = JSON.parse(readFileSync(path, 'utf8')) as { entries: Json[] };
    const entries = [...journal.entries, { ...journal.entries[0], tag: TAG }];
    writeFileSync(path, JSON.stringify({ ...journal, entries }));
    this.migrateBy(statements);
  }

  /** Writes its last migration anew. */
  migrateBy(statements: readonly string[]): void {
    const path = join(this.folder, 'migrations', `${TAG}.sql`);
    writeFileSync(path, statements.join(BREAKPOINT));
  }

  /** How many statements each of its migrations has. */
  statementCounts(): number[] {
    const folder = join(this.folder, 'migrations');
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.sql'));
    return scripts
      .toSorted()
      .map((name) => readFileSync(join(folder, name), 'utf8').split(BREAKPOINT.trim()).length);
  }

  /** Runs `serve` until it ends by itself; `kill` says where in the migration of which file. */
  serveToTheEnd(dataDir: string, kill?: Kill): Promise<Ended> {
    return toTheEnd(this.#spawn(this.#serve, { EMULATOR_DATA_DIR: dataDir }, kill));
  }

  /** Does nothing but to open a database as `serve` does: in a third of the time. */
  openToTheEnd(path: string, kill: Kill): Promise<Ended> {
    const opened = join(this.folder, 'dist', 'persistence', 'opened.js');
    if (!existsSync(opened)) bundlePersistence(opened);
    const script = `const { migrate, openDatabase } = require(${JSON.stringify(opened)});
      migrate(openDatabase(${JSON.stringify(path)}))`;
    return toTheEnd(this.#spawn(['--eval', script], {}, kill));
  }

  /** Runs `serve` while `use` talks to it; ends it with SIGTERM. */
  async serve(dataDir: string, use: (client: TomorrowClient) => Promise<void>): Promise<void> {
    const child = this.#spawn(this.#serve, { EMULATOR_DATA_DIR: dataDir });
    let said = '';
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const line = said.split('\n').find((text) => text.startsWith('{"event":"listening"'));
        if (line?.endsWith('}')) resolve((JSON.parse(line) as { url: string }).url);
      });
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${stderr}`)));
    });
    await use(new TomorrowClient(new URL(url).origin));
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
    expect(stderr).toBe('');
  }

  remove(): void {
    for (const child of this.#processes) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #serve(): string[] {
    return [join(this.folder, 'dist', 'cli', 'main.js'), 'serve', '--port', '0'];
  }

  #spawn(
    words: readonly string[],
    variables: Readonly<Record<string, string>>,
    kill?: Kill,
  ): ChildProcess {
    const preload = kill ? ['--require', join(__dirname, 'kill-in-migration.cjs')] : [];
    const { PATH, HOME } = process.env;
    const KILL_AT = JSON.stringify({ program: this.folder, ...kill });
    const child = spawn(process.execPath, [...preload, ...words], {
      env: { PATH, HOME, LOG_LEVEL: 'error', KILL_AT, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#processes.add(child);
    child.once('exit', () => this.#processes.delete(child));
    return child;
  }
}

/** What opens a database, as a file of its own: the program has it somewhere in its one file. */
function bundlePersistence(outfile: string): void {
  buildSync({
    stdin: {
      contents: "export * from './migrate.js'; export * from './database.js'",
      resolveDir: join(ROOT, 'src', 'persistence'),
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
  });
}

/** Asks a running program of tomorrow; what it asks must succeed. */
export class TomorrowClient {
  constructor(private readonly origin: string) {}

  /** Calls about environments as wholes: `path` below `/emulator/v1/environments`. */
  async host(method: string, path: string, body?: object | Buffer<ArrayBuffer>): Promise<void> {
    const answer = await fetch(`${this.origin}/emulator/v1/environments${path}`, {
      method,
      ...(body ? { body: Buffer.isBuffer(body) ? body : JSON.stringify(body) } : {}),
    });
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${await answer.text()}`);
  }

  async ask(path: string): Promise<Json> {
    const headers = { Authorization: `OAuth ${ADMIN_SESSION}` };
    const answer = await fetch(`${this.origin}${path}`, { headers });
    if (answer.status !== 200) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  }
}

/**
 * A migration that does what migrations do: it makes a table and fills it, gives one a column, and builds one
 * anew that others refer to. It is written from the schema as it is, so it goes with what comes.
 */
export function thoroughMigration(): string[] {
  const model = new Database(':memory:');
  try {
    migrateTo(model, newestVersion());
    return [
      'CREATE TABLE tomorrow (uuid TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL);\n',
      'INSERT INTO tomorrow SELECT uuid, name FROM images;\n',
      "ALTER TABLE zones ADD tomorrow TEXT DEFAULT 'x' NOT NULL;\n",
      'UPDATE zones SET tomorrow = name;\n',
      ...builtAnew(model, 'images'),
    ];
  } finally {
    model.close();
  }
}

/** As drizzle-kit builds a table anew when a column cannot be changed in place. */
function builtAnew(model: InstanceType<typeof Database>, table: string): string[] {
  const entries = model
    .prepare<[string], { type: string; sql: string }>(
      'select type, sql from sqlite_schema where tbl_name = ? and sql is not null',
    )
    .all(table);
  const sql = entries.find(({ type }) => type === 'table')?.sql ?? '';
  const indexes = entries.filter(({ type }) => type === 'index');
  const columns = (model.pragma(`table_info(${table})`) as { name: string }[])
    .map(({ name }) => `"${name}"`)
    .join(', ');
  return [
    `${sql.replaceAll(new RegExp(`([\`"])${table}\\1`, 'g'), `"__new_${table}"`)};\n`,
    `ALTER TABLE __new_${table} ADD tomorrow TEXT;\n`,
    `INSERT INTO __new_${table} (${columns}) SELECT ${columns} FROM ${table};\n`,
    `DROP TABLE ${table};\n`,
    `ALTER TABLE __new_${table} RENAME TO ${table};\n`,
    indexes.map((index) => `${index.sql};\n`).join(''),
  ];
}
