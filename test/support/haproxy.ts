import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { ROOT } from './emulator';
import { freePort } from './listener';
import { eventually, temporaryFolder } from './process';

const running = new Set<ChildProcess>();

/** A real HAProxy with the configuration of deploy/haproxy, before three replicas. */
export class HaProxy {
  private constructor(
    readonly url: string,
    private readonly socket: string,
  ) {}

  /** `replicas`: their addresses as urls. Resolves when it knows all of them to be well. */
  static async start(replicas: readonly string[]): Promise<HaProxy> {
    const address = `127.0.0.1:${await freePort()}`;
    const socket = join(temporaryFolder(), 'haproxy.sock');
    const servers = replicas.map((url, index) => [`REPLICA_${index}`, new URL(url).host]);
    const child = spawn('haproxy', ['-db', '-f', join(ROOT, 'deploy', 'haproxy', 'haproxy.cfg')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        FLEET_ADDRESS: address,
        FLEET_SOCKET: socket,
        ...Object.fromEntries(servers),
      },
    });
    running.add(child);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`it ended: ${said}`)));
    const proxy = new HaProxy(`http://${address}`, socket);
    await Promise.race([proxy.until(replicas.map(() => true)), ended]);
    ended.catch(() => undefined);
    return proxy;
  }

  /** Waits until it knows of each replica whether it is well. */
  async until(well: readonly boolean[]): Promise<void> {
    await eventually(async () => {
      const states = await this.#states();
      return well.every((is, index) => states[index]?.startsWith(is ? 'UP' : 'DOWN')) || undefined;
    });
  }

  /** A command of its administration, as `set server worlds/replica-0 state drain`. */
  async command(text: string): Promise<string> {
    const connection = createConnection(this.socket);
    let answer = '';
    connection.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    connection.write(`${text}\n`);
    await once(connection, 'close');
    return answer;
  }

  /** The state of each replica, in their order; of a replica that was not looked at yet `no check`. */
  async #states(): Promise<string[]> {
    const table = await this.command('show stat').catch(() => '');
    const rows = table.split('\n').map((line) => line.split(','));
    const [head = []] = rows;
    const [status, check] = [head.indexOf('status'), head.indexOf('check_status')];
    return rows
      .filter(([backend, server]) => backend === 'worlds' && server?.startsWith('replica-'))
      .map((row) =>
        (row[check] ?? '').startsWith('L7') || row[status] !== 'UP'
          ? (row[status] ?? '')
          : 'no check',
      );
  }
}

afterEach(async () => {
  for (const child of running) {
    const exit =
      child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await exit;
  }
  running.clear();
});
