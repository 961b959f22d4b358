import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { getContainerRuntimeClient } from 'testcontainers';
import { ZstackEmulatorContainer } from './zstack-emulator-container.mjs';

/**
 * A container, or where no daemon answers the local command, ZSTACK_EMULATOR_COMMAND (default: zstack-emulator).
 * Both have `url`, `token` and `stop()`.
 */
export async function startZstack() {
  const missing = await getContainerRuntimeClient().then(() => undefined, String);
  if (missing === undefined) return new ZstackEmulatorContainer().start();
  console.error(`no container runtime answers (${missing}): the local command is used`);
  return startCommand((process.env.ZSTACK_EMULATOR_COMMAND || 'zstack-emulator').split(/\s+/));
}

/** A copy of the default world, for one test: its `url` is what the code under test is given. */
export async function fork({ url, token }) {
  const name = `test-${randomUUID()}`;
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/emulator/v1/environments`, {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, from: { environment: 'default' } }),
  });
  if (!answer.ok) throw new Error(`no world was made: ${answer.status} ${await answer.text()}`);
  // Its address as it is reached from here: a container knows another one of itself.
  return {
    name,
    url: `${url}/environments/${name}/zstack`,
    controlUrl: `${url}/emulator/v1/environments/${name}`,
    headers,
  };
}

async function startCommand([program, ...words]) {
  const args = ['serve', '--port', '0', '--data-dir', ':memory:', '--until-stdin-ends'];
  const child = spawn(program, [...words, ...args], {
    // It ends with its input, whatever becomes of this process.
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { LOG_LEVEL: 'warn', ...process.env },
  });
  const ended = new Promise((resolve, reject) => child.on('exit', resolve).on('error', reject));
  ended.catch(() => {});
  for await (const line of linesOf(child.stdout)) {
    if (!line.startsWith('{"event":"listening"')) continue;
    const url = new URL(JSON.parse(line).url).origin;
    const stop = () => {
      child.stdin.end();
      return ended;
    };
    return { url, token: process.env.EMULATOR_CONTROL_TOKEN, stop };
  }
  throw new Error(
    `${program} did not start (${await ended.catch((reason) => reason.message)}). Install it (npm install --global ` +
      'zstack-image-emulator), or set ZSTACK_EMULATOR_COMMAND to a command that is it.',
  );
}

async function* linesOf(stream) {
  let rest = '';
  // What is read no more goes on flowing: nothing waits for it.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    yield* lines;
  }
}
