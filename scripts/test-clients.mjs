// `npm run test:clients`: a client in Go lives an image from its url to its last byte through a running
// emulator, in both forms of answers, with and without polling.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, orExplain, PreparationError, root } from './lib/prepare.mjs';

/** What of seed/default.yaml the client works on. */
const STORAGE = 'bac00000000040008000000000000001';
const VOLUME = 'd0000000000040008000000000000001';
const OLDEST_GO = 21;

const missing = whyNoGo();
if (missing !== undefined) {
  console.log(`Skipped: the client in Go was not run, because ${missing}.`);
  process.exit(0);
}

await orExplain(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'emulator-clients-'));
  try {
    const client = buildClient(folder);
    for (const wire of ['documented', 'native']) {
      for (const apiMode of ['auto', 'async']) await run(client, folder, wire, apiMode);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('The client in Go went through its whole life with images in every form.');
});

function whyNoGo() {
  const { error, status, stdout } = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (error?.code === 'ENOENT') return 'Go is not installed (there is no `go` on the PATH)';
  const [, minor] = /go1\.(\d+)/.exec(stdout ?? '') ?? [];
  if (error || status !== 0 || minor === undefined) return '`go version` does not work';
  return Number(minor) < OLDEST_GO ? `Go 1.${minor} is older than 1.${OLDEST_GO}` : undefined;
}

/** Builds the client. It needs nothing but Go itself, so nothing is downloaded. */
function buildClient(folder) {
  const client = join(folder, process.platform === 'win32' ? 'client.exe' : 'client');
  const { status } = spawnSync('go', ['build', '-o', client, '.'], {
    cwd: join(root, 'test', 'clients', 'go'),
    stdio: ['ignore', 2, 2],
    env: { ...process.env, GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' },
  });
  if (status !== 0) throw new PreparationError('The client in Go does not compile (see above).');
  return client;
}

async function run(client, folder, wire, apiMode) {
  const how = `${wire} wire, ${apiMode} mode`;
  console.log(`-- ${how}`);
  const dataDir = join(folder, `${wire}-${apiMode}`);
  const emulator = spawn(
    process.execPath,
    [join(root, 'dist', 'cli', 'main.js'), 'serve', '--port', '0', '--data-dir', dataDir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, EMULATOR_WIRE: wire, EMULATOR_API_MODE: apiMode, LOG_LEVEL: 'error' },
    },
  );
  const exit = once(emulator, 'exit');
  try {
    const url = await addressOf(emulator);
    const args = ['-url', url, '-storage', STORAGE, '-volume', VOLUME];
    const [code] = await once(spawn(client, args, { stdio: ['ignore', 1, 2] }), 'exit');
    if (code !== 0) throw new PreparationError(`The client in Go failed (${how}, see above).`);
  } finally {
    emulator.kill();
    await exit;
  }
}

/** Where the emulator listens, once it does. */
function addressOf(emulator) {
  return new Promise((resolve, reject) => {
    let text = '';
    emulator.stdout.on('data', (chunk) => {
      text += chunk;
      const line = text.split('\n').find((each) => each.startsWith('{"event":"listening"'));
      if (line?.endsWith('}')) resolve(JSON.parse(line).url);
    });
    emulator.once('exit', (code) =>
      reject(new PreparationError(`The emulator ended with code ${code} before it listened.`)),
    );
  });
}
