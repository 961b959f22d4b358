// A real S3 server for tests, in a folder: versitygw, whose conditional PUT is atomic (docs/fleet.md).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { need } from './tools.mjs';

const BUCKET = 'worlds';
const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'for-tests-only' };

export class StoreServer {
  #child;
  #port;

  /** Starts it with an empty bucket. @throws {MissingTool} */
  static async start(folder) {
    need('versitygw', ['--version']);
    mkdirSync(join(folder, BUCKET), { recursive: true });
    const server = new StoreServer();
    server.#port = await freePort();
    server.#child = spawn(
      'versitygw',
      ['--quiet', '--port', `127.0.0.1:${server.#port}`, 'posix', folder],
      {
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          ...process.env,
          ROOT_ACCESS_KEY: KEYS.AWS_ACCESS_KEY_ID,
          ROOT_SECRET_KEY: KEYS.AWS_SECRET_ACCESS_KEY,
        },
      },
    );
    await listening(server.#port);
    return server;
  }

  get port() {
    return this.#port;
  }

  /** What a replica is told; `port`: of something before it, such as a relay. */
  settings(port = this.#port) {
    return {
      EMULATOR_STORE: `s3://${BUCKET}/fleet`,
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      ...KEYS,
    };
  }

  async stop() {
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}

/** A port that nobody listens at now. */
export async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Resolves when somebody listens at a port. */
export async function listening(port) {
  for (const end = performance.now() + 60_000; performance.now() < end; await delay(50)) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return;
    } catch {
      // Not yet.
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`nobody listens at ${port}`);
}
