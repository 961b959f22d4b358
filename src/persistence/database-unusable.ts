import { closeSync, openSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, messageOf } from '../core/code-of.js';
import {
  isDamage,
  machineFaultOf,
  machineFaultText,
  type MachineFault,
} from '../core/machine-fault.js';

/**
 * Whose fault it is that a database cannot be used: its own for as long as it lies there; the machine's, which
 * may be over at the next look; or the version's, which another emulator does not mind.
 */
type Blame = 'file' | 'machine' | 'version';

/** What stands where a database should be cannot be used; the message says why and what to do. */
export class DatabaseUnusable extends Error {
  constructor(
    message: string,
    readonly blame: Blame = 'file',
    /** Of the operating system or of SQLite, where one of them told why. */
    readonly code = '',
  ) {
    super(message);
    this.name = 'DatabaseUnusable';
  }
}

/** Says why a database could not be opened, read or written. */
export function unusable(error: unknown, path: string): Error {
  if (error instanceof DatabaseUnusable) return error;
  const fault = faultAt(error, path);
  const reason = messageOf(error);
  if (fault === 'busy') {
    return new DatabaseUnusable(
      `${path} is in use by another emulator. Stop that one, or choose another data directory with EMULATOR_DATA_DIR.`,
      'machine',
      codeOf(error),
    );
  }
  if (fault === 'room' || fault === 'descriptors' || fault === 'memory') {
    return withoutBlame(path, fault);
  }
  if (fault === 'input-output' || fault === 'unopened') {
    return new DatabaseUnusable(
      `cannot open or write ${path} (${reason}): ${machineFaultText(fault)}. Nothing was moved or removed.`,
      'machine',
      codeOf(error),
    );
  }
  if (isDamage(error)) return damagedFile(path, reason);
  return new DatabaseUnusable(
    `cannot open or write ${path} (${reason}). Check the rights of its directory, or choose another with EMULATOR_DATA_DIR.`,
    fault === undefined && !isOfSystem(error) ? 'file' : 'machine',
    codeOf(error),
  );
}

export const noRoom = (path: string) => withoutBlame(path, 'room');

/** The machine lacks something that it may have at the next look. */
const withoutBlame = (path: string, fault: keyof typeof FAULT_CODES) =>
  new DatabaseUnusable(
    `cannot open or write ${path}: ${machineFaultText(fault)}. Nothing was moved or removed.`,
    'machine',
    FAULT_CODES[fault],
  );

/** SQLite tells in lines of its own where the damage is. */
export const damagedFile = (path: string, reason: string) =>
  new DatabaseUnusable(
    `${path} is not a database or is damaged (${reason.replaceAll(/\s+/g, ' ')}). Look at it with 'zstack-emulator doctor', put a copy, a snapshot or an export in its place, or choose another data directory with EMULATOR_DATA_DIR.`,
  );

const isOfSystem = (error: unknown) =>
  typeof error === 'object' && error !== null && 'syscall' in error;

/** Where SQLite told less than was found out. */
const FAULT_CODES = { room: 'ENOSPC', descriptors: 'EMFILE', memory: 'ENOMEM' } as const;

/** Less than this is no room for a database. */
const LITTLE = 256 * 1024;

/**
 * What of the machine an error at this path is about. SQLite tells that a file cannot be opened, read or written, not
 * why: the operating system is asked.
 */
function faultAt(error: unknown, path: string): MachineFault | undefined {
  const fault = machineFaultOf(error);
  if (fault !== 'unopened' && fault !== 'input-output') return fault;
  const folder = dirname(path);
  try {
    closeSync(openSync(folder, 'r'));
    return hasRoom(folder) ? fault : 'room';
  } catch (asked) {
    return machineFaultOf(asked) ?? fault;
  }
}

/** The error, with the code of what the operating system says of it where that is more than SQLite told. */
export function withItsCause(error: unknown, path: string): unknown {
  const fault = faultAt(error, path);
  if (fault !== 'room' && fault !== 'descriptors' && fault !== 'memory') return error;
  return Object.assign(new Error(messageOf(error), { cause: error }), { code: FAULT_CODES[fault] });
}

/** Whether there is room for more than a few pages where this file or folder lies. */
export function hasRoom(path: string): boolean {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize >= LITTLE;
}
