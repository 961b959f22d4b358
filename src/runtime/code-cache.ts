import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { onceStarted } from './started.js';

/** Bytes before the code: its SHA-1, and four more, so that what follows is aligned. */
const SUM_LENGTH = 24;

/** Where the code that V8 made of the bundle is kept, for one build, one Node and one command. */
interface Place {
  readonly folder: string;
  readonly file: string;
  /** Beside the program: then what earlier builds left there can go. */
  readonly isOurs: boolean;
}

/**
 * Loads the bundle with the code that V8 made of it in an earlier run, and keeps that code of the first run that went
 * well: at its end, or when its start is over, for V8 forgets later what only a start needs (and the next starts would
 * take twice the time). Unlike Node's own compile cache this has the functions that ran, not those alone that V8
 * compiles at once: a start takes 230 ms of processor time instead of 310.
 * It lies beside the program, or in the user's own temporary folder, and never fails a start.
 * @param id tells builds apart: V8 itself compares their lengths only
 */
export function loadWithCodeCache(bundle: string, id: string): void {
  const place = placeOf(bundle, id);
  const cachedData = place && read(place.file);
  const script = new Script(wrapped(bundle), {
    filename: bundle,
    ...(cachedData ? { cachedData } : {}),
  });
  const loaded = new nodeModule(bundle);
  loaded.filename = bundle;
  loaded.loaded = true;
  const run = script.runInThisContext() as (...args: unknown[]) => void;
  const require = createRequire(bundle);
  run.call(loaded.exports, loaded.exports, require, loaded, bundle, dirname(bundle));
  // Whoever requires the bundle from now on gets this one.
  require.cache[bundle] = loaded;
  if (!place || (cachedData && script.cachedDataRejected !== true)) return;
  let isKept = false;
  const keepOnce = () => {
    if (!isKept) keep(place, id, script);
    isKept = true;
  };
  onceStarted(keepOnce);
  process.once('exit', (code) => {
    if (code === 0) keepOnce();
  });
}

/** The bundle's text in the function that Node puts around a module: one string, which V8 keeps without copying it. */
function wrapped(bundle: string): string {
  const [before = '', after = ''] = nodeModule.wrap('\0').split('\0');
  const bytes = readApart(bundle, before.length, after.length);
  bytes.write(before, 'latin1');
  bytes.write(after, bytes.length - after.length, 'latin1');
  // ASCII: taken this way it needs no decoding.
  return bytes.toString('latin1');
}

/**
 * A file's bytes, with room around them, in memory that goes back to the system when nothing needs it any more. What
 * malloc gives and takes back in pieces of this size makes glibc keep up to twice as much from then on.
 */
function readApart(file: string, before = 0, after = 0): Buffer {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const length = before + size + after;
    const bytes = Buffer.from(new ArrayBuffer(length, { maxByteLength: length }));
    let read = 0;
    while (read < size) {
      const count = readSync(descriptor, bytes, before + read, size - read, null);
      if (count === 0) throw new Error(`${file} has become shorter`);
      read += count;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

/** Of each command, for each runs other functions. */
function placeOf(bundle: string, id: string): Place | undefined {
  try {
    const [, , command = '', ...options] = process.argv;
    const isAsked = options.some((option) => option === '--help' || option === '-h');
    const word = /^[a-z]+$/.test(command) && !isAsked ? command : 'help';
    const name = `${id}-${process.version}-${process.arch}-${word}`;
    const beside = join(dirname(bundle), '.code-cache');
    const folder = writable(beside) ?? temporary() ?? beside;
    return { folder, file: join(folder, name), isOurs: folder === beside };
  } catch {
    return undefined;
  }
}

/** V8 believes what it is given: a file that a fault of the disk changed is not handed to it. */
function read(file: string): Buffer | undefined {
  try {
    const bytes = readApart(file);
    const code = bytes.subarray(SUM_LENGTH);
    return sumOf(code).equals(bytes.subarray(0, SUM_LENGTH)) ? code : undefined;
  } catch {
    return undefined;
  }
}

/** (A CRC-32 would need node:zlib, which a start has no other use for.) */
function sumOf(code: Buffer): Buffer {
  return Buffer.concat([createHash('sha1').update(code).digest()], SUM_LENGTH);
}

function keep({ folder, file, isOurs }: Place, id: string, script: Script): void {
  try {
    const beside = `${file}.${process.pid}`;
    const code = script.createCachedData();
    writeFileSync(beside, Buffer.concat([sumOf(code), code]), { mode: 0o600 });
    renameSync(beside, file);
    if (!isOurs) return;
    const old = readdirSync(folder).filter((name) => !name.startsWith(id));
    for (const name of old) rmSync(join(folder, name), { force: true });
  } catch {
    // The next start is slower, nothing else.
  }
}

function writable(folder: string): string | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return lstatSync(folder).isDirectory() ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Code is read from it: it must be ours, and nobody else may write there. */
function temporary(): string | undefined {
  const { uid } = userInfo();
  const folder = writable(join(tmpdir(), `zstack-image-emulator-${uid}`));
  if (folder === undefined || process.platform === 'win32') return folder;
  if (lstatSync(folder).uid !== uid) return undefined;
  chmodSync(folder, 0o700);
  return folder;
}
