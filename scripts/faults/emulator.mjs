// An emulator as a process of its own, for the fault harnesses: started, called, looked at and ended.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/prepare.mjs';

const MAIN = join(root, 'dist', 'cli', 'main.js');
/** The never-ending session of seed/default.yaml, and resources of it. */
export const SESSION = '5e55000000004000800000000000ad01';
export const IMAGE_STORE = 'bac00000000040008000000000000001';
export const ROOT_VOLUME = 'd0000000000040008000000000000001';

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Words that no answer may have: they are of a stack, or of the database. */
const RAW = /\bat \S+ \(|node:internal|SqliteError|SQLITE_|disk image is malformed|\bE[A-Z]{3,}: /;

export class Emulator {
  constructor(child, { base, pid }, said) {
    this.child = child;
    this.base = base;
    this.pid = pid;
    this.said = said;
    this.v1 = `${base}/zstack/v1`;
    this.control = `${base}/emulator/v1`;
  }

  /** Rejects with what it said when it ends instead of listening. */
  static async start(dataDir, { env = {}, before = [], node = [] } = {}) {
    const [command, ...words] = [
      ...before,
      process.execPath,
      ...node,
      MAIN,
      'serve',
      '--port',
      '0',
    ];
    const child = spawn(command, words, {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        LOG_LEVEL: 'error',
        EMULATOR_DATA_DIR: dataDir,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    const said = { stdout: '', stderr: '' };
    child.stderr.on('data', (chunk) => (said.stderr += chunk));
    const found = await new Promise((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        said.stdout += chunk;
        const line = said.stdout
          .split('\n')
          .find((text) => text.startsWith('{"event":"listening"'));
        if (line?.endsWith('}')) {
          const { url, pid } = JSON.parse(line);
          resolve({ base: new URL(url).origin, pid });
        }
      });
      child.once('error', reject);
      child.once('close', (code) =>
        reject(Object.assign(new Error(`ended with ${code}: ${said.stderr}`), { code })),
      );
    });
    return new Emulator(child, found, said);
  }

  /** Calls an address; answers its status, its text, and how many ms it took. */
  async call(method, url, body, headers = {}, isAgain = false) {
    const started = performance.now();
    const asked = fetch(url.startsWith('http') ? url : this.base + url, {
      method,
      headers: { Authorization: `OAuth ${SESSION}`, ...headers },
      signal: AbortSignal.timeout(20_000),
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    });
    let response;
    try {
      response = await asked;
    } catch (error) {
      // A connection that was kept open may be closed in the moment of its next request.
      if (isAgain || !/^(ECONNRESET|UND_ERR_SOCKET)$/.test(error.cause?.code)) throw error;
      return this.call(method, url, body, headers, true);
    }
    const bytes = Buffer.from(await response.arrayBuffer());
    const milliseconds = performance.now() - started;
    const isText = /json|text/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, bytes, text: isText ? bytes.toString() : '', milliseconds };
  }

  json(method, url, body) {
    return this.call(method, url, body === undefined ? undefined : JSON.stringify(body));
  }

  /** The parsed answer of a call that has to go well. */
  async must(method, url, body) {
    const { status, text } = await this.json(method, url, body);
    if (status !== 200) throw new Error(`${method} ${url}: ${status} ${text}`);
    return JSON.parse(text);
  }

  template(name, zstack = this.v1) {
    const url = `${zstack}/images/root-volume-templates/from/volumes/${ROOT_VOLUME}`;
    return this.json('POST', url, { params: { name, backupStorageUuids: [IMAGE_STORE] } });
  }

  async names(zstack = this.v1) {
    const { inventories } = await this.must('GET', `${zstack}/images?fields=name`);
    return new Set(inventories.map(({ name }) => name));
  }

  /** Opens an upload; answers the image's uuid and where its bytes go. */
  async openUpload(uuid) {
    const { inventory } = await this.must('POST', `${this.v1}/images`, {
      params: {
        name: `upload-${uuid}`,
        resourceUuid: uuid,
        url: `upload://${uuid}/image`,
        format: 'raw',
        backupStorageUuids: [IMAGE_STORE],
      },
    });
    return { uuid, url: inventory.backupStorageRefs[0].installPath };
  }

  /** Sends a slice of an upload. */
  slice({ uuid, url }, bytes, offset, size, whole, headers = {}) {
    const form = new FormData();
    form.append('file', new Blob([bytes]), 'image');
    return this.call('POST', url, form, {
      'X-IMAGE-UUID': uuid,
      'X-IMAGE-SIZE': String(whole),
      'X-SLICE-SIZE': String(size),
      'X-SLICE-OFFSET': String(offset),
      'X-SLICE-INDEX': String(offset / size),
      ...headers,
    });
  }

  /** The laws that are broken in an environment. */
  async brokenLaws(environment = 'default') {
    const at = environment === 'default' ? '' : `/environments/${environment}`;
    const { status, text } = await this.json('GET', `${this.control}${at}/invariants`);
    if (status !== 200) return [`${status} ${text}`];
    const answer = JSON.parse(text);
    const all = answer.inventory?.laws ?? answer.laws ?? answer.inventories ?? [];
    return all.filter(({ holds }) => !holds).map(({ law }) => law);
  }

  async end(signal = 'SIGTERM') {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const exit = once(child, 'exit');
    // What the command was put behind may keep signals to itself.
    process.kill(this.pid, signal);
    const [code] = await exit;
    return code;
  }
}

/** Runs another command of the emulator to its end. */
export async function command(words, env = {}) {
  const child = spawn(process.execPath, [MAIN, ...words], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const [code] = await once(child, 'close');
  return { code, output };
}

const folders = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, gone at the end. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-faults-'));
  folders.push(folder);
  return folder;
}

export const isRaw = (text) => RAW.test(text);

/** Counts what went how, and ends with the right exit code. */
export class Report {
  #figures = new Map();
  #wrong = [];

  count(what, by = 1) {
    this.#figures.set(what, (this.#figures.get(what) ?? 0) + by);
  }

  most(what, value) {
    this.#figures.set(what, Math.max(this.#figures.get(what) ?? 0, Math.round(value)));
  }

  wrong(what) {
    this.#wrong.push(what);
    if (this.#wrong.length <= 60) console.log(`WRONG ${what}`);
  }

  /** A promise that has to hold. */
  expect(holds, what) {
    if (!holds) this.wrong(what);
  }

  end() {
    for (const [what, count] of this.#figures) console.log(`${what}: ${count}`);
    console.log(`wrong: ${this.#wrong.length}`);
    process.exitCode = this.#wrong.length === 0 ? 0 : 1;
  }
}

/** Numbers that are the same in every run. */
export function random(seed) {
  let count = 0;
  return (below) => {
    const digest = createHash('sha256').update(`${seed}/${count++}`).digest();
    return digest.readUIntBE(0, 6) % below;
  };
}
