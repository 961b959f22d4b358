import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../support/emulator';
import { eventually, temporaryFolder } from '../support/process';

const LIB = join(ROOT, 'scripts', 'lib', 'hand-over.cjs');

/** A script that hands over to another one, as with a Node that is too old; the other one says `ready`. */
function handOver(program: string): ChildProcess {
  const folder = temporaryFolder();
  const script = join(folder, 'script.mjs');
  writeFileSync(script, `${program}\nconsole.log('ready', process.pid);`);
  const args = JSON.stringify([join(ROOT, 'scripts', 'run.cjs'), script, 'one', 'two words']);
  return spawn(
    process.execPath,
    ['-e', `require(${JSON.stringify(LIB)}).handOver(process.execPath, ${args})`],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

/** What it has said when it is ready. */
async function ready(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    if (/ready \d+\n/.test(said)) return said;
  }
  throw new Error(`it ended with: ${said}`);
}

const gone = (pid: number) =>
  eventually(() => {
    try {
      process.kill(pid, 0);
      return Promise.resolve(undefined);
    } catch {
      return Promise.resolve(true);
    }
  });

const KEEP_ON = 'setInterval(() => undefined, 1000);';

test('arguments and the exit code pass through', async () => {
  const child = handOver(
    `console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;`,
  );
  const exit = once(child, 'exit');
  expect(await ready(child)).toContain('["one","two words"]');
  expect(await exit).toEqual([7, null]);
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s comes to the script once', async (name) => {
  const child = handOver(
    `${KEEP_ON} let times = 0; process.on('${name}', () => { times++; setImmediate(() => process.exit(10 + times)); });`,
  );
  const exit = once(child, 'exit');
  await ready(child);
  child.kill(name);
  expect(await exit).toEqual([11, null]);
});

test('a script that ends by a signal ends the command by it', async () => {
  const child = handOver(`${KEEP_ON} setImmediate(() => process.kill(process.pid, 'SIGKILL'));`);
  const exit = once(child, 'exit');
  await ready(child);
  expect(await exit).toEqual([null, 'SIGKILL']);
});

test('a script does not outlive a command that is killed', async () => {
  const child = handOver(KEEP_ON);
  const [, pid] = /ready (\d+)/.exec(await ready(child)) ?? [];
  child.kill('SIGKILL');
  expect(await gone(Number(pid))).toBe(true);
});

test('nor a shell of npm that is killed', async () => {
  const folder = temporaryFolder();
  const script = join(folder, 'script.mjs');
  writeFileSync(script, `${KEEP_ON} console.log('ready', process.pid);`);
  const run = [process.execPath, join(ROOT, 'scripts', 'run.cjs'), script];
  const shell = spawn(
    process.execPath,
    [
      '-e',
      `const { spawn } = require('node:child_process');
       const [program, ...args] = ${JSON.stringify(run)};
       spawn(program, args, { stdio: 'inherit' });`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, npm_lifecycle_event: 'start' } },
  );
  const [, pid] = /ready (\d+)/.exec(await ready(shell)) ?? [];
  shell.kill('SIGKILL');
  expect(await gone(Number(pid))).toBe(true);
});

test('every node that the script starts is the new one', async () => {
  const child = handOver(
    `const { PATH, NODE, npm_node_execpath: npm } = process.env;
     console.log(JSON.stringify([PATH.split(':')[0], NODE, npm]));`,
  );
  const [line = ''] = (await ready(child)).split('\n');
  expect(JSON.parse(line)).toEqual([dirname(process.execPath), process.execPath, process.execPath]);
});
