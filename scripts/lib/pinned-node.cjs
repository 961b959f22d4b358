'use strict';
const { spawn, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { join } = require('node:path');
const { createGunzip } = require('node:zlib');
const { PreparationError } = require('./failure.cjs');
const { WANTED } = require('./supported.cjs');
const { Untar } = require('./untar.cjs');
const { workFolder } = require('./work-folder.cjs');
const PINNED = require('./pinned-nodes.json');

const ROOT = join(__dirname, '..', '..');
const INSTALL_YOURSELF = `or install ${WANTED} yourself`;

/**
 * The Node that this checkout runs with where the machine's own is too old: a pinned one, from the npm
 * registry that npm is set up for. It is checked against the sum in pinned-nodes.json and put in place by a
 * rename, so that it is there whole or not at all. Answers its path.
 * @param pins for tests: others than those of the repository
 */
exports.pinnedNode = async ({ folder = join(ROOT, '.node'), pins = PINNED } = {}) => {
  const pin = pinFor(pins);
  const home = join(folder, `${pin.version}-${process.platform}-${process.arch}`);
  const binary = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (fs.existsSync(binary)) return { ...pin, binary };
  console.error(
    `Node ${process.versions.node} is too old here: fetching Node ${pin.version} from the npm registry, once`,
  );
  const work = workFolder(folder);
  try {
    const made = join(work.folder, 'node');
    await extract(await fetchTarball(pin, work.folder), pin, made);
    assertRuns(join(made, 'bin', binary.endsWith('.exe') ? 'node.exe' : 'node'), pin);
    putInPlace(made, home, binary);
  } finally {
    work.done();
  }
  return { ...pin, binary };
};

function pinFor(pins) {
  const platform = `${process.platform}-${process.arch}`;
  const pin = pins[platform];
  // The registry's builds want glibc. (Without names of hosts, which may take long.)
  process.report.excludeNetwork = true;
  const isMusl =
    process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  if (pin !== undefined && !isMusl) return pin;
  throw new PreparationError(
    `Node ${process.versions.node} is too old, and the npm registry has no newer one for ` +
      `${platform}${isMusl ? ' with musl' : ''}. Install ${WANTED} and run the command again.`,
  );
}

/** npm knows the user's registry, proxy, certificates and cache. */
async function fetchTarball({ package: name, version }, folder) {
  const args = ['pack', `${name}@${version}`, '--pack-destination', folder];
  const { code, said } = await runNpm([...args, '--ignore-scripts', '--loglevel=error'], folder);
  if (code !== 0) {
    const reason =
      said.split('\n').find((line) => / code |ENOENT/.test(line)) ?? said.split('\n')[0];
    throw new PreparationError(
      `Node ${version} could not be fetched from the npm registry (${reason.trim() || `npm ended with ${code}`}). ` +
        `See to it that \`npm ping\` works and run the command again, ${INSTALL_YOURSELF}.`,
    );
  }
  const tarball = fs.readdirSync(folder).find((file) => file.endsWith('.tgz'));
  return join(folder, tarball);
}

function runNpm(args, cwd) {
  const script = process.env.npm_execpath ?? '';
  const options = { cwd, stdio: ['ignore', 'ignore', 'pipe'] };
  const child = script.endsWith('npm-cli.js')
    ? spawn(process.execPath, [script, ...args], options)
    : spawn('npm', args, { ...options, shell: process.platform === 'win32' });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, said: `npm: ${error.message}` }));
    child.on('close', (code) => resolve({ code, said }));
  });
}

/** Takes the program and its licence out, reading the archive once; the sum is known at its end. */
async function extract(tarball, { version, integrity }, made) {
  fs.mkdirSync(join(made, 'bin'), { recursive: true });
  const files = new Map();
  const untar = new Untar((name) => {
    const file = /^package\/(bin\/node(?:\.exe)?|LICENSE)$/.exec(name)?.[1];
    if (file === undefined) return undefined;
    const descriptor = fs.openSync(join(made, file), 'wx', file === 'LICENSE' ? 0o644 : 0o755);
    files.set(file, descriptor);
    return (piece) => fs.writeSync(descriptor, piece);
  });
  const sum = createHash('sha512');
  let isWhole = true;
  try {
    const packed = fs.createReadStream(tarball, { highWaterMark: 2 ** 20 });
    const unpacked = createGunzip({ chunkSize: 2 ** 20 });
    packed.on('data', (chunk) => sum.update(chunk));
    packed.on('error', (error) => unpacked.destroy(error));
    packed.pipe(unpacked);
    for await (const chunk of unpacked) untar.add(chunk);
  } catch {
    // A broken archive has another sum, too; one with the right sum is whole.
    isWhole = false;
  } finally {
    for (const descriptor of files.values()) fs.closeSync(descriptor);
  }
  if (isWhole && `sha512-${sum.digest('base64')}` === integrity) return;
  throw new PreparationError(
    `What the npm registry gave as Node ${version} is not what scripts/lib/pinned-nodes.json says ` +
      '(its SHA-512 differs), so it was not used. Run `npm cache verify` and the command again, ' +
      `ask who runs your registry, ${INSTALL_YOURSELF}.`,
  );
}

function assertRuns(binary, { version }) {
  const { status, stdout, stderr, error } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  if (status === 0 && stdout.trim() === `v${version}`) return;
  const reason = error?.message ?? (stderr.trim().split('\n')[0] || `exit code ${status}`);
  throw new PreparationError(
    `Node ${version} does not run on this machine (${reason}). Install ${WANTED} and run the command again.`,
  );
}

function putInPlace(made, home, binary) {
  try {
    fs.renameSync(made, home);
  } catch (error) {
    // Another command was faster: what it put there is the same.
    if (!fs.existsSync(binary)) throw error;
  }
}
