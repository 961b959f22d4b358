// What a process did to the files below a folder, in order, from a trace of strace; and what of it is on the disk for
// certain at each moment: only what was synced, of files and of folders.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const CALLS =
  'openat,close,write,pwrite64,writev,pwritev,pwritev2,sendmsg,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,mkdirat,rmdir,copy_file_range,sendfile';

/** Words to put before a command so that it is recorded. */
export const recorder = (file) => [
  'strace',
  '-f',
  '--seccomp-bpf',
  '-qq',
  '-xx',
  '-s',
  '40000000',
  '-e',
  'signal=none',
  '-e',
  `trace=${CALLS}`,
  '-o',
  file,
];

const unescape = (text) => Buffer.from(text.replaceAll('\\x', ''), 'hex');
const strings = (text) =>
  [...text.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, one]) => unescape(one));

/** The calls of a trace: each begins and ends at a place in the order; a begin without an end never ended. */
export function* callsOf(file) {
  const open = new Map();
  for (const line of readFileSync(file, 'latin1').split('\n')) {
    const [, thread, text] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    if (thread === undefined) continue;
    const resumed = /^<\.\.\. (\w+) resumed>(.*)$/s.exec(text);
    if (resumed) {
      const begun = open.get(thread);
      open.delete(thread);
      if (begun) yield* ended({ ...begun, text: begun.text + resumed[2] });
      continue;
    }
    const [, name, rest] = /^(\w+)\((.*)$/s.exec(text) ?? [];
    if (name === undefined) continue;
    const call = { name, text: rest.replace(/ <unfinished \.\.\.>$/, ''), state: {} };
    yield { ...call, phase: 'begin' };
    if (rest.endsWith('<unfinished ...>')) open.set(thread, call);
    else yield* ended(call);
  }
}

function* ended(call) {
  const [, result] = /= (-?\d+)(?: [^"]*)?$/.exec(call.text) ?? [];
  yield { ...call, phase: 'end', result: Number(result ?? -1) };
}

class File {
  pending = [];
  durable = Buffer.alloc(0);
  length = 0;

  write(offset, bytes) {
    this.pending.push({ offset, bytes });
    this.length = Math.max(this.length, offset + bytes.length);
  }

  cut(length) {
    this.pending.push({ cut: length });
    this.length = length;
  }

  settle(count) {
    this.durable = after(this.durable, this.pending.splice(0, count));
  }
}

/** Bytes after changes. */
function after(bytes, changes) {
  if (changes.length === 0) return bytes;
  const ends = changes.map(({ offset = 0, bytes: added, cut }) => cut ?? offset + added.length);
  const all = Buffer.alloc(Math.max(bytes.length, ...ends));
  bytes.copy(all);
  let length = bytes.length;
  for (const { offset, bytes: added, cut } of changes) {
    if (cut !== undefined) {
      all.fill(0, Math.min(cut, length));
      length = cut;
    } else {
      added.copy(all, offset);
      length = Math.max(length, offset + added.length);
    }
  }
  return all.subarray(0, length);
}

class Folder {
  entries = new Map();
  durable = new Map();
}

/** The files below a folder as a record says that they are. */
export class Disk {
  #files = new Map();
  #root = new Folder();

  constructor(folder) {
    this.folder = folder;
  }

  /** Takes a call in; answers what was sent to somebody else (a socket), as it begins to be. */
  take(call) {
    const { name, phase, text, state } = call;
    if (phase === 'begin') return this.#begin(name, text, state);
    if (call.result >= 0) this.#end(name, text, state, call.result);
    return undefined;
  }

  #begin(name, text, state) {
    const number = Number(/^(\d+)/.exec(text)?.[1]);
    const open = this.#files.get(number);
    if (/^(write|writev|sendmsg)$/.test(name) && !open) return Buffer.concat(strings(text));
    // A sync brings what was there when it began.
    if (/^f(data)?sync$/.test(name) && open) {
      state.file = open.file;
      state.count = open.file instanceof File ? open.file.pending.length : undefined;
      state.entries = open.file instanceof Folder ? new Map(open.file.entries) : undefined;
    }
    return undefined;
  }

  #end(name, text, state, result) {
    const number = Number(/^(\d+)/.exec(text)?.[1]);
    const open = this.#files.get(number);
    const [first, second] = strings(text).map(String);
    switch (name) {
      case 'openat':
        return this.#open(first, text, result);
      case 'close':
        return void this.#files.delete(number);
      case 'pwrite64': {
        if (!(open?.file instanceof File)) return;
        const offset = Number(/, (\d+)\) += /.exec(text)?.[1]);
        return open.file.write(offset, strings(text)[0].subarray(0, result));
      }
      case 'write':
      case 'writev':
      case 'pwritev': {
        if (!(open?.file instanceof File)) return;
        const given = name === 'pwritev' ? Number(/, (\d+)\) += /.exec(text)?.[1]) : undefined;
        const offset = given ?? (open.appends ? open.file.length : open.position);
        open.file.write(offset, Buffer.concat(strings(text)).subarray(0, result));
        if (given === undefined) open.position = offset + result;
        return;
      }
      case 'ftruncate':
        return open?.file instanceof File
          ? open.file.cut(Number(/, (\d+)/.exec(text)?.[1]))
          : undefined;
      case 'fsync':
      case 'fdatasync':
        if (state.count !== undefined)
          state.file.settle(Math.min(state.count, state.file.pending.length));
        if (state.entries) state.file.durable = state.entries;
        return;
      case 'rename':
      case 'renameat':
      case 'renameat2':
        return this.#move(first, second);
      case 'unlink':
      case 'unlinkat':
      case 'rmdir':
        return void this.#above(first)?.entries.delete(basename(first));
      case 'link':
      case 'linkat': {
        const file = this.#find(first);
        if (file) this.#above(second)?.entries.set(basename(second), file);
        return;
      }
      case 'mkdir':
      case 'mkdirat':
        return void this.#above(first)?.entries.set(basename(first), new Folder());
      case 'copy_file_range':
      case 'sendfile':
        if (open && this.#files.get(Number(/^\d+, (?:NULL|\[\d+\]), (\d+)/.exec(text)?.[1]))) {
          throw new Error(`${name} between files is not followed`);
        }
    }
  }

  #open(path, text, number) {
    this.#files.delete(number);
    if (!this.#isInside(path)) return;
    let file = this.#find(path);
    if (!file && /O_CREAT/.test(text)) {
      file = new File();
      this.#above(path)?.entries.set(basename(path), file);
    }
    if (!file) return;
    if (/O_TRUNC/.test(text) && file instanceof File) file.cut(0);
    this.#files.set(number, { file, position: 0, appends: /O_APPEND/.test(text) });
  }

  #move(from, to) {
    const file = this.#find(from);
    this.#above(from)?.entries.delete(basename(from));
    if (file) this.#above(to)?.entries.set(basename(to), file);
  }

  #isInside(path) {
    return path === this.folder || path.startsWith(`${this.folder}/`);
  }

  #above(path) {
    const folder =
      this.#isInside(path) && path !== this.folder ? this.#find(dirname(path)) : undefined;
    return folder instanceof Folder ? folder : undefined;
  }

  #find(path) {
    if (!this.#isInside(path)) return undefined;
    const names = path.slice(this.folder.length).split('/').filter(Boolean);
    return names.reduce(
      (folder, name) => (folder instanceof Folder ? folder.entries.get(name) : undefined),
      this.#root,
    );
  }

  /** Writes down what a power cut would leave now; `keeps` says of each change that was not synced whether it got there. */
  leave(to, keeps = () => false) {
    const write = (folder, path) => {
      if (!existsSync(path)) mkdirSync(path, { recursive: true });
      const entries = keeps() ? folder.entries : folder.durable;
      for (const [name, entry] of entries) {
        if (entry instanceof Folder) write(entry, join(path, name));
        else {
          const kept = entry.pending.filter(() => keeps());
          writeFileSync(join(path, name), after(entry.durable, kept));
        }
      }
    };
    write(this.#root, to);
  }
}
