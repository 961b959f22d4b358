// The processes of a fleet: replicas of the built emulator, and a HAProxy before them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../lib/prepare.mjs';
import { Relay } from './relay.mjs';
import { freePort } from './store-server.mjs';

const MAIN = join(root, 'dist', 'cli', 'main.js');
const CONFIGURATION = join(root, 'deploy', 'haproxy', 'haproxy.cfg');

/** One replica: the same port, data directory and way to the store in all of its lives. */
export class Replica {
  #child;
  #settings;
  /** When it was told to end and had ended, in ms since 1970: it hands its worlds over meanwhile. */
  ends = [];

  constructor(index, folder, port, relay, settings) {
    this.name = `replica-${index}`;
    this.index = index;
    this.port = port;
    this.relay = relay;
    this.url = `http://127.0.0.1:${port}`;
    this.journal = join(folder, `${this.name}.jsonl`);
    this.#settings = {
      EMULATOR_REPLICA: this.name,
      EMULATOR_DATA_DIR: join(folder, this.name),
      EMULATOR_JOURNAL_FILE: this.journal,
      LOG_LEVEL: 'info',
      ...settings,
    };
    this.log = join(folder, `${this.name}.log`);
  }

  static async create(index, folder, store, settings) {
    const relay = await Relay.start(store.port);
    const all = { ...store.settings(relay.port), ...settings };
    return new Replica(index, folder, await freePort(), relay, all);
  }

  get isRunning() {
    return this.#child !== undefined;
  }

  async start() {
    const log = openSync(this.log, 'a');
    const child = spawn(process.execPath, [MAIN, 'serve', '--port', String(this.port)], {
      stdio: ['ignore', 'pipe', log],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...this.#settings },
    });
    this.#child = child;
    await new Promise((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk) => {
        text += chunk;
        if (text.includes('{"event":"listening"')) resolve();
      });
      child.once('exit', (code) =>
        reject(new Error(`${this.name} ended with ${code}: see ${this.log}`)),
      );
    });
    child.removeAllListeners('exit');
  }

  /** Sends a signal that ends it; answers the exit code and how long that took, in ms. */
  async end(signal) {
    const child = this.#child;
    this.#child = undefined;
    const began = performance.now();
    const from = Date.now();
    const exit = once(child, 'exit');
    child.kill(signal);
    const [code] = await exit;
    this.ends.push({ from, to: Date.now() });
    return { code, ms: performance.now() - began };
  }

  pause() {
    this.#child.kill('SIGSTOP');
  }

  resume() {
    this.#child.kill('SIGCONT');
  }

  async stop() {
    if (this.#child) await this.end('SIGKILL');
    await this.relay.stop();
  }
}

/** A real HAProxy with the configuration of deploy/haproxy. */
export class Proxy {
  #child;
  #socket;
  url;

  static async start(folder, replicas) {
    const proxy = new Proxy();
    const address = `127.0.0.1:${await freePort()}`;
    proxy.url = `http://${address}`;
    proxy.#socket = join(folder, 'haproxy.sock');
    const addresses = replicas.map(({ index, port }) => [`REPLICA_${index}`, `127.0.0.1:${port}`]);
    proxy.#child = spawn('haproxy', ['-db', '-f', CONFIGURATION], {
      stdio: ['ignore', openSync(join(folder, 'haproxy.log'), 'a'), 'inherit'],
      env: {
        PATH: process.env.PATH,
        FLEET_ADDRESS: address,
        FLEET_SOCKET: proxy.#socket,
        ...Object.fromEntries(addresses),
      },
    });
    await proxy.until(replicas.map(() => true));
    return proxy;
  }

  /** Waits until it knows of each replica whether it is well. */
  async until(well) {
    for (const end = performance.now() + 120_000; performance.now() < end; await delay(50)) {
      const states = await this.#states().catch(() => []);
      if (well.every((is, index) => states[index]?.startsWith(is ? 'UP L7' : 'DOWN'))) return;
    }
    throw new Error(`HAProxy does not see the replicas so: ${well.join(', ')}`);
  }

  async #states() {
    const connection = createConnection(this.#socket);
    let text = '';
    connection.on('data', (chunk) => (text += chunk));
    connection.write('show stat\n');
    await once(connection, 'close');
    const [head, ...rows] = text.split('\n').map((line) => line.split(','));
    const [status, check] = [head.indexOf('status'), head.indexOf('check_status')];
    return rows
      .filter(([backend, server]) => backend === 'worlds' && server?.startsWith('replica-'))
      .map((row) => `${row[status]} ${row[check]}`);
  }

  async stop() {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}
