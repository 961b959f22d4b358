// A world in a file, replicated by Litestream while it is written to; then the machine is lost, and the world is restored
// elsewhere. What is lost must be the last moment alone. With `--cost` also what it costs in processor time.
//   node scripts/run.cjs scripts/fleet/litestream.mjs [--seconds 20] [--cost]
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { call, EMULATOR, start, stop } from '../../bench/server.mjs';
import { ensureBuilt, ensureInstalled, orExplain, PreparationError } from '../lib/prepare.mjs';
import { StoreServer } from './store-server.mjs';
import { MissingTool, need } from './tools.mjs';

const VOLUME = 'd0000000000040008000000000000001';
/** What Litestream sends once in so many ms; what is younger may be lost. */
const INTERVAL = 1_000;
/** That, and what it may take for the last of it on a busy machine. */
const LARGEST_LOSS = 3_000;
const WORLD = 'kept';
const TICKS = 100;
/** Creations in each of the worlds by which the cost is measured. */
const EACH = 600;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '20' }, cost: { type: 'boolean' } },
});
const seconds = Number(values.seconds);

await orExplain(async () => {
  try {
    need('litestream', ['version']);
  } catch (error) {
    if (!(error instanceof MissingTool)) throw error;
    console.log(`Skipped: nothing was replicated, because ${error.message}.`);
    return;
  }
  await ensureInstalled();
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'emulator-litestream-'));
  try {
    await survive(folder);
    if (values.cost) await measure(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** An emulator whose files others may open, with one world in a file beside the default one. */
async function serve(dataDir, locking = 'shared') {
  const emulator = await start(EMULATOR, ['serve', '--port', '0'], {
    EMULATOR_DATA_DIR: dataDir,
    EMULATOR_FILE_LOCKING: locking,
    LOG_LEVEL: 'error',
  });
  emulator.origin = new URL(emulator.url).origin;
  return emulator;
}

/** Writes the configuration: the default world and others, to the store where there is one, else to a folder. */
function configuration(folder, dataDir, store, worlds = [WORLD]) {
  const others = worlds.map((name) => [name, join('environments', `${name}.sqlite`)]);
  const paths = { default: 'default.sqlite', ...Object.fromEntries(others) };
  const replica = (name) =>
    store
      ? {
          type: 's3',
          bucket: 'worlds',
          path: `litestream/${name}`,
          endpoint: store.AWS_ENDPOINT_URL_S3,
          region: 'us-east-1',
          'force-path-style': true,
        }
      : { type: 'file', path: join(folder, 'replicas', name) };
  const dbs = Object.entries(paths).map(([name, path]) => ({
    path: join(dataDir, path),
    replicas: [{ ...replica(name), 'sync-interval': `${INTERVAL}ms` }],
  }));
  const file = join(folder, 'litestream.yml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ dbs }, undefined, 1));
  return { file, paths };
}

function replicate(file, keys) {
  const child = spawn('litestream', ['replicate', '-config', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...keys,
      LITESTREAM_ACCESS_KEY_ID: keys.AWS_ACCESS_KEY_ID,
      LITESTREAM_SECRET_ACCESS_KEY: keys.AWS_SECRET_ACCESS_KEY,
    },
    detached: true,
  });
  return child;
}

/** npm's `litestream` is a script before the program: both end. */
async function end(child, signal = 'SIGKILL') {
  const exit = once(child, 'exit');
  process.kill(-child.pid, signal);
  await exit;
}

async function survive(folder) {
  let server;
  try {
    server = await StoreServer.start(join(folder, 'store'));
  } catch (error) {
    if (!(error instanceof MissingTool)) throw error;
    console.log(`To a folder, because ${error.message}.`);
  }
  const keys = server?.settings() ?? {};
  const dataDir = join(folder, 'first');
  const emulator = await serve(dataDir);
  const agent = new Agent({ keepAlive: true });
  await make(agent, emulator, WORLD);
  const { file, paths } = configuration(folder, dataDir, server && keys);
  const litestream = replicate(file, keys);
  const written = await write(agent, emulator, seconds * 1_000);

  // The machine is lost.
  const lost = performance.now();
  await Promise.all([end(litestream), killed(emulator)]);
  agent.destroy();
  rmSync(dataDir, { recursive: true });

  const second = join(folder, 'second');
  mkdirSync(join(second, 'environments'), { recursive: true });
  const began = performance.now();
  for (const path of Object.values(paths)) {
    run(
      'litestream',
      ['restore', '-config', file, '-o', join(second, path), join(dataDir, path)],
      keys,
    );
  }
  const restored = performance.now();
  const again = await serve(second);
  const found = await namesIn(again);
  const missing = written.filter(({ name }) => !found.has(name));
  const oldest = Math.max(0, ...missing.map(({ at }) => lost - at));
  const laws = await brokenLaws(again);
  await giveAway(again);
  await stop(again);
  const { status, stdout } = spawnSync(process.execPath, [EMULATOR, 'doctor', second], {
    encoding: 'utf8',
  });
  await server?.stop();

  console.log(
    [
      `written in ${seconds} s: ${written.length}`,
      `lost: ${missing.length}, the oldest ${Math.round(oldest)} ms before the end`,
      `restored in ${Math.round(restored - began)} ms, served ${Math.round(performance.now() - restored)} ms later`,
      `broken laws: ${laws.join(', ') || 'none'}; doctor: ${stdout.trim().split('\n').at(-1)}`,
    ].join('\n'),
  );
  if (oldest > LARGEST_LOSS) throw new PreparationError('More was lost than the last moments.');
  if (laws.length > 0 || status !== 0)
    throw new PreparationError('What was restored is not whole.');
  if (!isPrefix(written, missing))
    throw new PreparationError('What was lost is not the end of it.');
}

/** Whether only the last of what one writer wrote is missing. */
function isPrefix(written, missing) {
  return missing.every((each) => written.indexOf(each) >= written.length - missing.length);
}

async function killed({ child }) {
  child.removeAllListeners('exit');
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** One writer, which waits for each answer: what it has written, with when it was answered. */
async function write(agent, emulator, ms) {
  const url = `${emulator.origin}/environments/${WORLD}/zstack/v1/images/root-volume-templates/from/volumes/${VOLUME}`;
  const written = [];
  for (const until = performance.now() + ms; performance.now() < until;) {
    const name = `n-${written.length}`;
    await call(agent, 'POST', url, { params: { name } });
    written.push({ name, at: performance.now() });
    await delay(5);
  }
  return written;
}

async function namesIn(emulator) {
  const agent = new Agent();
  const url = `${emulator.origin}/environments/${WORLD}/zstack/v1/images?fields=name`;
  const { json } = await call(agent, 'GET', url);
  return new Set(json.inventories.map(({ name }) => name));
}

/** What Litestream keeps in the file is its own: an export is one of the emulator's all the same. */
async function giveAway({ origin }) {
  const own = `${origin}/emulator/v1/environments`;
  const exported = await fetch(`${own}/${WORLD}/export`);
  const imported = await fetch(`${own}/given/import`, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/vnd.sqlite3' },
    body: await exported.arrayBuffer(),
  });
  if (!imported.ok)
    throw new PreparationError(`An export of it is refused: ${await imported.text()}`);
}

async function brokenLaws(emulator) {
  const answer = await fetch(`${emulator.origin}/emulator/v1/environments/${WORLD}/invariants`);
  const { inventories } = await answer.json();
  return inventories.filter(({ holds }) => holds === false).map(({ name }) => name);
}

function run(command, words, keys) {
  const { status, stderr, stdout } = spawnSync(command, words, {
    encoding: 'utf8',
    env: {
      ...process.env,
      LITESTREAM_ACCESS_KEY_ID: keys.AWS_ACCESS_KEY_ID,
      LITESTREAM_SECRET_ACCESS_KEY: keys.AWS_SECRET_ACCESS_KEY,
    },
  });
  if (status !== 0) throw new PreparationError(`${command} ${words[0]}: ${stdout}${stderr}`);
}

/** Processor time of a creation, in us, by how the file is opened and whether Litestream runs. */
async function measure(folder) {
  console.log('\n| how | a creation, us | Litestream, us a creation |\n| --- | --- | --- |');
  for (const [how, locking, replicates] of [
    ['exclusive', 'exclusive', false],
    ['shared', 'shared', false],
    ['shared, replicated', 'shared', true],
  ]) {
    const dataDir = join(folder, `cost-${how.replaceAll(/\W/g, '')}`);
    const emulator = await serve(dataDir, locking);
    const agent = new Agent({ keepAlive: true, maxSockets: 10 });
    const worlds = Array.from({ length: 6 }, (_, number) => `cost-${number}`);
    for (const name of worlds) await make(agent, emulator, name);
    const { file } = configuration(folder, dataDir, undefined, worlds);
    const litestream = replicates ? replicate(file, {}) : undefined;
    await load(agent, emulator, worlds, 50);
    const before = [cpuOf(emulator.child.pid), groupCpu(litestream?.pid)];
    await load(agent, emulator, worlds, EACH);
    // What was written is sent within its interval.
    if (litestream) await delay(3 * INTERVAL);
    const after = [cpuOf(emulator.child.pid), groupCpu(litestream?.pid)];
    const [own, others] = after.map((ticks, index) =>
      Math.round(((ticks - before[index]) / TICKS / EACH / worlds.length) * 1e6),
    );
    console.log(`| ${how} | ${own} | ${litestream ? others : ''} |`);
    if (litestream) await end(litestream);
    await stop(emulator);
    agent.destroy();
  }
}

function make(agent, { origin }, name) {
  return call(agent, 'POST', `${origin}/emulator/v1/environments`, { name, storage: 'file' });
}

/** Ten clients at once, one world after the other: none of them has room for much. */
async function load(agent, { origin }, worlds, each) {
  for (const world of worlds) {
    const url = `${origin}/environments/${world}/zstack/v1/images/root-volume-templates/from/volumes/${VOLUME}`;
    let left = each;
    const client = async () => {
      while (left-- > 0) await call(agent, 'POST', url, { params: { name: `c-${left}` } });
    };
    await Promise.all(Array.from({ length: 10 }, client));
  }
}

/** Ticks of processor time that a process has had. */
function cpuOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** The same of a program and of what it has started. */
function groupCpu(pid) {
  if (pid === undefined) return 0;
  const children = `/proc/${pid}/task/${pid}/children`;
  const own = existsSync(children)
    ? readFileSync(children, 'utf8').trim().split(' ').filter(Boolean)
    : [];
  return [pid, ...own].reduce((sum, each) => sum + cpuOf(each), 0);
}
