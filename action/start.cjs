'use strict';
// Starts an emulator that goes on after this step, and tells where it listens.
const { spawn, spawnSync } = require('node:child_process');
const { closeSync, existsSync, mkdtempSync, openSync, readFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { setTimeout: wait } = require('node:timers/promises');
const { fail, input, tell } = require('./runner.cjs');

const ROOT = join(__dirname, '..');
const NAME = 'zstack-image-emulator';
/** A start takes a second or two; on a machine that does much else more. In ms. */
const LONGEST_START = 120_000;

start().catch((error) => fail(error.message));

async function start() {
  const folder = mkdtempSync(join(process.env.RUNNER_TEMP || tmpdir(), `${NAME}-`));
  const main = program(folder);
  const files = [join(folder, 'out.log'), join(folder, 'errors.log')];
  const [out, errors] = files.map((file) => openSync(file, 'a'));
  const child = spawn(process.execPath, [main, 'serve', ...options()], {
    detached: true,
    stdio: ['ignore', out, errors],
    env: { ...process.env, HOST: '127.0.0.1', EMULATOR_DATA_DIR: ':memory:' },
  });
  closeSync(out);
  closeSync(errors);
  const said = () => readFileSync(files[1], 'utf8').trim();
  const { url, controlUrl } = await listening(child, files[0], said);
  child.unref();
  tell('GITHUB_STATE', 'pid', child.pid);
  tell('GITHUB_STATE', 'controlUrl', controlUrl);
  tell('GITHUB_OUTPUT', 'url', url);
  tell('GITHUB_OUTPUT', 'control-url', controlUrl);
  tell('GITHUB_OUTPUT', 'port', new URL(url).port);
  // The command line finds it by this.
  tell('GITHUB_ENV', 'EMULATOR_URL', new URL(url).origin);
  console.log(`${NAME} listens at ${url}`);
}

function options() {
  return ['seed', 'port', 'release'].flatMap((name) => {
    const value = input(name);
    return value === '' ? [] : [`--${name}`, value];
  });
}

/** The program of this checkout where it was built; else that of the registry. */
function program(folder) {
  const built = join(ROOT, 'dist', 'cli', 'main.js');
  const asked = input('version');
  if (asked === '' && existsSync(built)) return built;
  const version = asked || JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;
  if (!/^[\w.^~-]+$/.test(version)) throw new Error(`'${version}' is no version of a package`);
  const { status } = spawnSync(
    'npm',
    ['install', '--prefix', folder, '--no-audit', '--no-fund', `${NAME}@${version}`],
    { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' },
  );
  if (status !== 0)
    throw new Error(`${NAME}@${version} could not be installed: npm says why above`);
  return join(folder, 'node_modules', NAME, 'dist', 'cli', 'main.js');
}

/** What the emulator says when it listens. */
async function listening(child, file, said) {
  const ended = {};
  child.once('error', (error) => (ended.why = error.message));
  child.once('exit', (code) => (ended.why = `it ended with ${code}`));
  const limit = performance.now() + LONGEST_START;
  while (ended.why === undefined && performance.now() < limit) {
    const line = readFileSync(file, 'utf8')
      .split('\n')
      .find((text) => text.startsWith('{"event":"listening"') && text.endsWith('}'));
    if (line !== undefined) return JSON.parse(line);
    await wait(50);
  }
  child.kill();
  throw new Error(
    `${NAME} did not start: ${ended.why ?? `nothing heard for ${LONGEST_START / 1000} s`}\n${said()}`.trim(),
  );
}
