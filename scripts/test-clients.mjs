// `npm run test:clients`: lets real clients live the plans in compat/ against started emulators, in both forms of answers
// and with and without polling; what is not on this machine is skipped, with the reason. docs/evidence.md keeps how it
// went. `npm run test:clients -- --help` says where the clients are looked for.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CLIENTS, FORMS } from '../compat/clients.mjs';
import { Emulator } from '../compat/lib/emulator.mjs';
import { keepEvidence } from '../compat/lib/evidence.mjs';
import { Missing, must, Steps, Stopped } from '../compat/lib/steps.mjs';
import { ensureBuilt, ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

/** A program of our own, which keeps to the rules of the Go SDK: it needs nothing but Go. */
const OWN = 'go-program';
/** What of seed/default.yaml our own program works on. */
const STORAGE = 'bac00000000040008000000000000001';
const VOLUME = 'd0000000000040008000000000000001';
const OLDEST_GO = 21;

const NAMES = [OWN, ...CLIENTS.map(({ plan }) => plan.name)];
const OPTIONS = {
  'terraform-provider': 'the program terraform-provider-zstack',
  'packer-plugin': 'the program packer-plugin-zstack',
  packer: 'packer itself, where it is not on the PATH',
  'java-sdk': 'a class path: the jar of the SDK, then the jars that it needs',
  'go-sdk': 'the source of zstack-sdk-go 1',
  'zstack-cli': "the vendor's command line in Go",
  'python-cli': "a folder with the vendor's Python packages zstackcli, apibinding and zstacklib",
  python2: 'a Python 2.7 for these, where it is not on the PATH as python2.7',
  'mcp-python':
    'a Python that has zstack-mcp-server; without it that is installed from PyPI for the run',
  only: `names of the clients to run, comma separated: ${NAMES.join(', ')}`,
};

const { values: options } = readOptions();
if (options.help) {
  const lines = Object.entries(OPTIONS).map(([name, what]) => `  --${name.padEnd(20)} ${what}`);
  console.log(
    `npm run test:clients -- [options]\n\n${lines.join('\n')}\n  --no-evidence          leaves docs/evidence.md as it is`,
  );
  process.exit(0);
}
const wanted = options.only?.split(',') ?? NAMES;

await orExplain(async () => {
  const odd = wanted.filter((name) => !NAMES.includes(name));
  if (odd.length > 0) {
    throw new PreparationError(
      `There is no plan for ${odd.join(', ')}; there are ${NAMES.join(', ')}.`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'emulator-clients-'));
  try {
    await runAll(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function readOptions() {
  try {
    const paths = Object.keys(OPTIONS).map((name) => [name, { type: 'string' }]);
    const flags = { help: { type: 'boolean' }, 'no-evidence': { type: 'boolean' } };
    return parseArgs({ options: { ...Object.fromEntries(paths), ...flags } });
  } catch (error) {
    console.error(`${error.message}\n\`npm run test:clients -- --help\` says what there is.`);
    process.exit(2);
  }
}

async function runAll(folder) {
  const missing = wanted.includes(OWN) ? whyNoGo() : undefined;
  if (missing !== undefined) {
    console.log(`Skipped: the client in Go was not run, because ${missing}.`);
    if (wanted.length === 1) return;
  }
  await ensureInstalled();
  await ensureBuilt();
  if (wanted.includes(OWN) && missing === undefined) await runOwn(join(folder, OWN));
  for (const client of CLIENTS.filter(({ plan }) => wanted.includes(plan.name))) {
    await runClient(client, join(folder, client.plan.name));
  }
}

/** Runs one client in all forms, and keeps what came of it. */
async function runClient(client, folder) {
  const { name, version, steps } = client.plan;
  mkdirSync(folder, { recursive: true });
  let found;
  try {
    found = await client.find(options, folder);
  } catch (error) {
    if (!(error instanceof Missing || error instanceof Stopped)) throw error;
    console.log(`Skipped: ${name} was not run, because ${error.message}.`);
    return;
  }
  const runs = [];
  for (const form of FORMS) {
    console.log(`-- ${name} ${found.version}: ${form.wire} wire, ${form.apiMode} mode`);
    runs.push({ ...form, ...(await runOnce(client, found, form, folder)) });
  }
  const stopped = runs.filter(({ reason }) => reason !== undefined);
  console.log(`${name}: ${runs.length - stopped.length} of ${runs.length} forms as expected`);
  if (stopped.length > 0) process.exitCode = 1;
  if (found.version !== version) {
    console.log(
      `The plan is for ${version}: put ${found.version} into compat/${name}/run.mjs, if it is for that now.`,
    );
  }
  if (options['no-evidence']) return;
  const date = new Date().toISOString().slice(0, 10);
  keepEvidence(
    CLIENTS.map(({ plan }) => plan),
    name,
    { version: found.version, ...(found.note ? { note: found.note } : {}), date, steps, runs },
  );
}

/** How far one run came, and what stopped it. */
async function runOnce(client, found, form, folder) {
  const steps = new Steps(client.plan.steps, (line) => console.log(`   ${line}`));
  const own = join(folder, `${form.wire}-${form.apiMode}`);
  mkdirSync(own);
  const emulator = await Emulator.start(form);
  try {
    const world = await emulator.world(client.plan.port);
    await client.run(found, { world, steps, folder: own });
    steps.end();
    const broken = await world.brokenLaws();
    must(broken.length === 0, `afterwards the world breaks ${broken.join(', ')}`);
    return { done: steps.done };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    console.log(`   STOPPED at '${steps.current}': ${error.message}`);
    return { done: steps.done, reason: error.message };
  } finally {
    await emulator.stop();
  }
}

function whyNoGo() {
  const { error, status, stdout } = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (error?.code === 'ENOENT') return 'Go is not installed (there is no `go` on the PATH)';
  const [, minor] = /go1\.(\d+)/.exec(stdout ?? '') ?? [];
  if (error || status !== 0 || minor === undefined) return '`go version` does not work';
  return Number(minor) < OLDEST_GO ? `Go 1.${minor} is older than 1.${OLDEST_GO}` : undefined;
}

async function runOwn(folder) {
  mkdirSync(folder);
  const program = buildOwn(folder);
  for (const form of FORMS) {
    const how = `${form.wire} wire, ${form.apiMode} mode`;
    console.log(`-- ${how}`);
    const emulator = await Emulator.start(form);
    try {
      const { url } = await emulator.world();
      const args = ['-url', url, '-storage', STORAGE, '-volume', VOLUME];
      const [code] = await once(spawn(program, args, { stdio: ['ignore', 1, 2] }), 'exit');
      if (code !== 0) throw new PreparationError(`The client in Go failed (${how}, see above).`);
    } finally {
      await emulator.stop();
    }
  }
  console.log('The client in Go went through its whole life with images in every form.');
}

/** Builds it. It needs nothing but Go itself, so nothing is downloaded. */
function buildOwn(folder) {
  const program = join(folder, process.platform === 'win32' ? 'client.exe' : 'client');
  const { status } = spawnSync('go', ['build', '-o', program, '.'], {
    cwd: join(root, 'test', 'clients', 'go'),
    stdio: ['ignore', 2, 2],
    env: { ...process.env, GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' },
  });
  if (status !== 0) throw new PreparationError('The client in Go does not compile (see above).');
  return program;
}
