import { join } from 'node:path';
import type { AskedRequest, Asking } from '../../src/domain/asked-request';
import { originOf, type WriteOrigin } from '../../src/domain/write-history';
import type { UndoneWrite, UndoPages } from '../../src/persistence/undo/undo-entries';
import { UndoLog, type Released } from '../../src/persistence/undo/undo-log';
import { PagesInFile, PagesInMemory } from '../../src/persistence/undo/undo-pages';
import { temporaryFolder } from './process';

export const HEAD = '{"log":"of this test"}';
export const NO_LIMIT = 2 ** 40;
const CHANCE = [1, 2, 3, 4] as unknown as UndoneWrite['chance'];

/** Logs of a test, with what they released; they are closed with it. */
export class UndoLogs {
  readonly path = join(temporaryFolder(), 'world.rewind');
  readonly released: Released[] = [];
  readonly #opened: UndoLog[] = [];

  /** A new log in memory or in a file. */
  begin(kind: string, limit = NO_LIMIT, isFirst = true): UndoLog {
    const pages = kind === 'memory' ? new PagesInMemory() : PagesInFile.begin(this.path, HEAD);
    return this.on(pages, limit, isFirst);
  }

  on(pages: UndoPages, limit = NO_LIMIT, isFirst = true): UndoLog {
    const log = new UndoLog(pages, limit, isFirst, (files) => this.released.push(files));
    this.#opened.push(log);
    return log;
  }

  /** What lies in the file, as a later process finds it that knows of so many commits. */
  again(commit: number, limit = NO_LIMIT): UndoLog {
    this.close();
    const found = PagesInFile.goOn(this.path, HEAD);
    if (!found) throw new Error('the file is not there');
    const log = this.on(found.pages, limit);
    found.pages.cutAfter(log.resume(found.lines, commit));
    return log;
  }

  close(): void {
    for (const log of this.#opened.splice(0)) log.close();
  }
}

let writes = 0;

/** A write as it is told to a log: each a second later than the one before. */
export const write = (origin: WriteOrigin, more: Partial<UndoneWrite> = {}): UndoneWrite => ({
  origin,
  date: ++writes * 1000,
  machineTime: writes * 1000 + 7,
  clock: { mode: 'stopped', value: writes },
  chance: CHANCE,
  sequences: {},
  rows: [[1, writes, null]],
  held: [],
  ...more,
});

export function commit(log: UndoLog, ...all: UndoneWrite[]): number {
  const number = log.begin(all);
  log.committed();
  return number;
}

export const call = (name = 'AddImage', asking?: Asking) => originOf('call', name, 'j1', asking);
export const chore = (name = 'expunge') => originOf('chore', name);
export const idsOf = (log: UndoLog) => log.list().map(({ id }) => id);

export const asked = (url: string, body: string | null | undefined = '{}'): AskedRequest => ({
  method: 'POST',
  url,
  headers: { host: 'h' },
  body,
  length: 2,
});
export const askingOf = (url: string): Asking => ({ request: () => asked(url) });

/** All that can be known of a log. */
export const allOf = (log: UndoLog) => ({
  list: log
    .list()
    .map(({ origin, ...rest }) => ({ ...rest, kind: origin.kind, name: origin.name })),
  from: [...log.from(0)].map(({ origin, ...rest }) => ({ ...rest, kind: origin.kind })),
  parts: log.partsFrom(0).map(({ meta, request }) => {
    const { id, commit: of, origin, began, ...more } = meta;
    const { date, machineTime, clock, chance, sequences, held } = more;
    const { name, jobUuid, accountUuid } = origin;
    const known = { date, machineTime, clock, chance, sequences, held };
    return { id, of, name, jobUuid, accountUuid, began, ...known, request };
  }),
  bytes: log.bytes,
  held: log.heldFrom(0),
  sent: log.sentFrom(0),
  lastCommit: log.lastCommit,
});
