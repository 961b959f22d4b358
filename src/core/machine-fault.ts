import { codeOf } from './code-of.js';

/** What is wrong with the machine that the emulator runs on; no world is to blame for it. */
export type MachineFault =
  'room' | 'descriptors' | 'input-output' | 'read-only' | 'rights' | 'memory' | 'busy' | 'unopened';

/** Codes of the operating system and of SQLite. */
const CODES: readonly (readonly [RegExp, MachineFault])[] = [
  [/^(ENOSPC|EDQUOT|EFBIG|SQLITE_FULL)$/, 'room'],
  [/^(EMFILE|ENFILE)$/, 'descriptors'],
  [/^(ENOMEM|SQLITE_NOMEM|SQLITE_IOERR_NOMEM)$/, 'memory'],
  // What SQLite tells of a file that was put in the place of the one that it had opened.
  [/^(EIO|ENXIO|ENODEV|ESTALE|SQLITE_IOERR.*|SQLITE_READONLY_DBMOVED)$/, 'input-output'],
  [/^(EROFS|SQLITE_READONLY.*)$/, 'read-only'],
  [/^(EACCES|EPERM|SQLITE_PERM|SQLITE_AUTH)$/, 'rights'],
  [/^(EBUSY|ETXTBSY|SQLITE_BUSY.*|SQLITE_LOCKED.*)$/, 'busy'],
  [/^(SQLITE_CANTOPEN.*)$/, 'unopened'],
];

/** Says what is wrong, and what to do about it. */
const WORDS: Readonly<Record<MachineFault, string>> = {
  room: 'no space left on the device: make room, then try again',
  descriptors:
    'too many files are open: let clients close connections, or raise the limit (ulimit -n), then try again',
  'input-output':
    'the disk failed to read or write (input/output error): look at the device and the log of the system, then try again',
  'read-only': 'the file system can only be read: make it writable, then try again',
  rights: 'the rights of the file or its directory are missing: give them, then try again',
  memory: 'the machine has no memory left: end something, then try again',
  busy: 'the file is in use by another program: end that, then try again',
  unopened:
    'a file cannot be opened or made: look whether the device has room, whether too many files are open, and at the rights of its directory, then try again',
};

/** What of the machine an error is about, or undefined: it is about something else. */
export function machineFaultOf(error: unknown): MachineFault | undefined {
  const code = codeOf(error);
  return CODES.find(([codes]) => codes.test(code))?.[1];
}

export const machineFaultText = (fault: MachineFault): string => WORDS[fault];

/** Whether SQLite could not make sense of what it read: the file of a world is damaged. */
export const isDamage = (error: unknown): boolean =>
  /^SQLITE_(CORRUPT.*|NOTADB)$/.test(codeOf(error));

/** Whether nothing has the name, or no longer the one that was opened. */
export const isFileGone = (error: unknown): boolean => codeOf(error) === 'ENOENT';

/** What the machine or the file of the world is to blame for: it has words of its own, and is nobody's defect. */
export const isNoDefect = (error: unknown): boolean =>
  machineFaultOf(error) !== undefined || isDamage(error);
