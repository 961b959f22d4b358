// A started emulator, and worlds in it: what the plans let their clients work on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../../scripts/lib/prepare.mjs';
import { Stopped } from './steps.mjs';

/** The admin's session of the default seed: for what a plan looks at beside its client. */
const SESSION = '5e55000000004000800000000000ad01';

/** The built emulator as a process, with its state in memory. */
export class Emulator {
  #child;
  #base;
  #worlds = 0;

  /** `form`: how it answers, `{ wire, apiMode }`. */
  static async start({ wire, apiMode }, { host = '127.0.0.1', port = 0 } = {}) {
    const emulator = new Emulator();
    emulator.#child = spawn(
      process.execPath,
      [join(root, 'dist', 'cli', 'main.js'), 'serve', '--port', String(port)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          HOST: host,
          EMULATOR_WIRE: wire,
          EMULATOR_API_MODE: apiMode,
          EMULATOR_DATA_DIR: ':memory:',
          LOG_LEVEL: 'error',
        },
      },
    );
    emulator.#base = new URL(await addressOf(emulator.#child)).origin;
    return emulator;
  }

  /** A new world of the default seed, reached at a port of its own (0: any free one). */
  async world(port = 0) {
    const name = `w${++this.#worlds}`;
    const answer = await fetch(`${this.#base}/emulator/v1/environments`, {
      method: 'POST',
      body: JSON.stringify({ name, from: { seed: 'default' }, port }),
    });
    const { inventory, error } = await answer.json();
    if (!inventory) throw new Stopped(error.details);
    return new World(name, new URL(inventory.portUrl));
  }

  async stop() {
    if (this.#child.exitCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill();
    await exit;
  }
}

/** One world, seen from beside the client: by the session of its seed. */
export class World {
  constructor(name, url) {
    this.name = name;
    this.host = url.hostname;
    this.port = Number(url.port);
    this.origin = url.origin;
    /** The address that a client is given which takes a whole one. */
    this.url = url.href;
  }

  /** A call of the image API, whatever comes of it: its body once it is done. */
  async call(method, path, body) {
    let answer = await this.#fetch(method, `${this.url}/v1${path}`, body);
    for (let location; answer.status === 202;) {
      location ??= new URL((await answer.json()).location).pathname;
      await delay(20);
      answer = await this.#fetch('GET', `${this.origin}${location}`);
    }
    const text = await answer.text();
    return text.startsWith('{') ? JSON.parse(text) : { error: { details: text } };
  }

  /** The inventories of a query, which must succeed. */
  async list(path) {
    const { inventories, error } = await this.call('GET', path);
    if (!inventories) throw new Stopped(error.details);
    return inventories;
  }

  /** The first inventory of a query: what a plan needs that a world must have. */
  async first(path, what) {
    const [found] = await this.list(path);
    if (found) return found;
    throw new Stopped(`the world has no ${what}`);
  }

  /** What a call makes or changes, which must succeed. */
  async make(method, path, body) {
    const { inventory, error } = await this.call(method, path, body);
    if (!inventory) throw new Stopped(error?.details ?? 'no inventory');
    return inventory;
  }

  /** Uuids of everything that the plans make: a client that cleans up leaves them as they were. */
  async census() {
    const kinds = ['images', 'vm-instances', 'volumes', 'volume-snapshots', 'tags'];
    const uuids = await Promise.all(kinds.map((kind) => this.list(`/${kind}`)));
    return JSON.stringify(uuids.map((all) => all.map(({ uuid }) => uuid).sort()));
  }

  /** Laws that the world breaks; a client that works leaves none broken. */
  async brokenLaws() {
    const answer = await fetch(`${this.origin}/emulator/v1/invariants`);
    const { inventories } = await answer.json();
    return inventories.filter(({ holds }) => holds === false).map(({ name }) => name);
  }

  #fetch(method, url, body) {
    return fetch(url, {
      method,
      headers: { Authorization: `OAuth ${SESSION}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  }
}

/** Where the emulator listens, once it does. */
function addressOf(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const line = text.split('\n').find((each) => each.startsWith('{"event":"listening"'));
      if (line?.endsWith('}')) resolve(JSON.parse(line).url);
    });
    child.once('exit', (code) =>
      reject(new Stopped(`the emulator ended with code ${code} before it listened`)),
    );
  });
}
