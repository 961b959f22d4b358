// Lets what a process asks of the disk fail: see fault-shim.c. Needs a C compiler.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/prepare.mjs';

const SOURCE = join(root, 'scripts', 'faults', 'fault-shim.c');
const INTS = ['after', 'error', 'lasting', 'kinds', 'seen', 'failed'];

export const KINDS = { room: 1, sync: 2, read: 4 };

/** Builds it into a folder. Answers undefined where there is no compiler. */
function build(folder) {
  const library = join(folder, 'fault-shim.so');
  const { status, stderr, error } = spawnSync(
    process.env.CC ?? 'cc',
    ['-shared', '-fPIC', '-O2', '-o', library, SOURCE, '-ldl'],
    { encoding: 'utf8' },
  );
  if (error) return undefined;
  if (status !== 0) throw new Error(stderr);
  return library;
}

/** What goes wrong with the disk below `under`, said from outside while the process runs. */
export class Faults {
  #file;

  constructor(folder, under, library) {
    const path = join(folder, 'faults');
    this.#file = openSync(path, 'w+');
    writeSync(this.#file, Buffer.alloc(4 * INTS.length));
    this.env = { LD_PRELOAD: library, FAULT_FILE: path, FAULT_UNDER: under };
  }

  /** Undefined where there is no compiler. */
  static below(folder, under) {
    const library = build(folder);
    return library && new Faults(folder, under, library);
  }

  /** The so-manieth call of these kinds fails, and all later ones if it lasts. */
  arm({ after, error, lasting = true, kinds }) {
    // Told last, the first number lets it begin.
    const values = [0, constants.errno[error], Number(lasting), kinds, 0, 0];
    this.#write(0, values);
    this.#write(0, [after]);
  }

  /** All is well again; answers how many calls failed. */
  disarm() {
    this.#write(0, [0]);
    const bytes = Buffer.alloc(4 * INTS.length);
    readSync(this.#file, bytes, 0, bytes.length, 0);
    return bytes.readInt32LE(4 * INTS.indexOf('failed'));
  }

  close() {
    closeSync(this.#file);
  }

  #write(position, values) {
    const bytes = Buffer.alloc(4 * values.length);
    for (const [i, value] of values.entries()) bytes.writeInt32LE(value, 4 * i);
    writeSync(this.#file, bytes, 0, bytes.length, 4 * position);
  }
}
