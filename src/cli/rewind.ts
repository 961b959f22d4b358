import type { Command } from 'commander';
import type { Inventory } from './control-client.js';
import { addTarget, EnvironmentClient, given, type TargetOptions } from './in-environment.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { teach } from './lesson.js';
import { printJson, printLine, printTable, type Columns } from './print.js';
import { waiting } from './progress.js';
import { wholeNumber } from './whole-number.js';

const COLUMNS: Columns = {
  WRITE: ({ id }) => id,
  TIME: ({ date }) => date,
  REQUEST: ({ request }) => request,
  WHAT: ({ what, kind, count }) =>
    `${String(what)}${kind === 'call' ? '' : ` (${String(kind)})`}${count === 1 ? '' : ` x${String(count)}`}`,
  JOB: ({ jobUuid }) => jobUuid,
};

const EMPTY = `nothing was written since the history began
It begins anew after a reset, a restored snapshot, an import, and a write larger than EMULATOR_REWIND.`;

interface HistoryOptions extends TargetOptions {
  readonly limit?: string;
}

/** `zstack-emulator history`: the writes that can be taken back. */
export function addHistoryCommand(program: Command): void {
  const command = addTarget(
    program
      .command('history')
      .description('list the last writes of a world, each of which can be taken back')
      .option('--limit <number>', 'the last so many (default: 20)'),
  );
  teach(command, {
    prints: 'a line for each write, oldest first; with --json an array',
    examples: {
      'what was written last': 'history',
      'all that can be taken back': 'history --limit 200 --environment run-17',
    },
  });
  command.action(async (options: HistoryOptions) => {
    const limit = wholeNumber('--limit', options.limit) ?? 20;
    const writes = await new EnvironmentClient(options).list('/history', { limit });
    if (options.json) printJson(writes);
    else printTable(writes, COLUMNS, EMPTY);
  });
}

/** `zstack-emulator rewind`: takes writes back. */
export function addRewindCommand(program: Command): void {
  const command = addTarget(
    program
      .command('rewind')
      .description('take a write and all after it back: the world is as it was just before')
      .argument(
        '<to>',
        'a write such as w17, the number of a request in the journal, the uuid of a job, or a time such as -5m',
      )
      .option('--replay [until]', 'make the requests again, up to just before such a point or all'),
  );
  teach(command, {
    prints:
      'what was taken back, the last one first, and what was made again; with --json an array, with --replay the whole answer',
    examples: {
      'before the last write that history lists': 'rewind w17',
      'before a call that the journal shows': 'rewind 42',
      'as it was five minutes ago, of its own clock': 'rewind -5m',
      'all requests again, from one on': 'rewind w17 --replay',
      'the same up to just before the call that went wrong': 'rewind w17 --replay 42',
    },
    exits: {
      done: 'it is done',
      problems: 'a request could not be made again, or was answered otherwise',
    },
  });
  takeAges(command);
  command.action(async (to: string, options: RewindOptions) => {
    const { replay: until } = options;
    const replays = until === undefined ? {} : { replay: until === true ? 'end' : until };
    const work = new EnvironmentClient(options).ask('POST', '/rewind', { to, ...replays });
    const { inventories = [], replay } = await waiting('taking writes back', work);
    if (options.json)
      printJson(until === undefined ? inventories : { undone: inventories, replay });
    else for (const write of inventories) printLine(lineOf(write));
    if (until === undefined) return;
    const { requests, different, stopped } = replay as Replay;
    if (!options.json) for (const line of linesOf(requests, stopped)) printLine(line);
    if (stopped || different.length > 0) process.exitCode = EXIT.problems;
  });
}

interface RewindOptions extends TargetOptions {
  readonly replay?: true | string;
}

interface Again {
  readonly before: string;
  readonly id: string | null;
  readonly what: string;
  readonly status: number | null;
  readonly statusBefore: number | null;
  readonly isSame: boolean | null;
}

interface Stopped {
  readonly before: string;
  readonly what: string;
  readonly request: number | null;
  readonly reason: string;
}

interface Replay {
  readonly requests: readonly Again[];
  readonly different: readonly Again[];
  readonly stopped: Stopped | null;
}

function linesOf(requests: readonly Again[], stopped: Stopped | null): string[] {
  const lines = requests.map(({ before, id, what, status, statusBefore, isSame }) => {
    const answer = status === null ? 'not answered yet' : `answered ${status}`;
    const other = isSame === false ? `; otherwise than before, which was ${statusBefore}` : '';
    return `made ${before} again as ${id ?? 'no write'}: ${what}, ${answer}${other}`;
  });
  if (!stopped) return lines;
  const { before, what, request, reason } = stopped;
  const which = request === null ? '' : `, request ${request}`;
  return [...lines, `stopped before ${before} (${what}${which}): ${reason}`];
}

const UNTIL = '--replay';

/** Lets `-5m` be an argument, and what `--replay` takes, though it begins as an option does. */
function takeAges(command: Command): void {
  const parse = command.parseOptions.bind(command);
  const isAge = (text: string) => /^-\d/.test(text);
  command.parseOptions = (argv) => {
    const words: string[] = [];
    for (const text of argv) {
      if (isAge(text) && words.at(-1) === UNTIL) words[words.length - 1] = `${UNTIL}=${text}`;
      else words.push(text);
    }
    const { operands, unknown } = parse(words.filter((text) => !isAge(text)));
    return { operands: [...operands, ...words.filter(isAge)], unknown };
  };
}

const lineOf = ({ id, date, what }: Inventory): string =>
  `took ${String(id)} back: ${String(what)}, ${String(date)}`;

interface BisectOptions extends TargetOptions {
  readonly law?: string;
  readonly zql?: string;
  readonly nothing?: true;
}

/** `zstack-emulator bisect`: which write broke it. */
export function addBisectCommand(program: Command): void {
  const command = addTarget(
    program
      .command('bisect')
      .description('find the first write after which a law or a query does not hold any more')
      .option('--law <name>', 'a law that must hold, as laws --json names it')
      .option('--zql <statement>', 'a statement of ZQL that must find something')
      .option('--nothing', 'it must find nothing'),
  );
  teach(command, {
    prints: 'the write, and whether it holds now; with --json the whole answer',
    examples: {
      'since when an image is gone': `bisect --zql "query image where name='web'"`,
      'what broke a law': "bisect --law 'capacity of backup storages'",
    },
    exits: { done: 'it holds now', problems: 'it does not hold now' },
  });
  command.action(async ({ law, zql, nothing, ...options }: BisectOptions) => {
    if ((law === undefined) === (zql === undefined)) {
      throw new CommandFailed('say what must hold: --law, or --zql', EXIT.usage);
    }
    const params = { ...given({ law, zql }), ...(nothing ? { finds: 'nothing' } : {}) };
    const work = new EnvironmentClient(options).ask('POST', '/bisect', params);
    const { success: _success, error: _error, ...found } = await waiting('looking back', work);
    if (options.json) printJson(found);
    else printBisected(found);
    if (found['holds'] !== true) process.exitCode = EXIT.problems;
  });
}

function printBisected({ inventory, holds, held, count }: Inventory): void {
  const write = inventory as Inventory | null;
  const now = holds === true ? 'it holds now' : 'it does not hold now';
  if (write) {
    printLine(
      `it held until ${String(write['id'])}: ${String(write['what'])}, ${String(write['date'])}`,
    );
    printLine(now);
  } else {
    const before = held === true ? 'it held all the time' : 'it did not hold before';
    printLine(`no write of the last ${String(count)} ended it: ${before}; ${now}`);
  }
}
