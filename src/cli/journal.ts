import { setTimeout as realDelay } from 'node:timers/promises';
import type { Command } from 'commander';
import { reasonIn } from '../app/reason-in.js';
import type { Inventory } from './control-client.js';
import { addTarget, EnvironmentClient, queryOf, type TargetOptions } from './in-environment.js';
import { interruptible } from './interruptible.js';
import { teach } from './lesson.js';
import { printJson, printLine } from './print.js';
import { wholeNumber } from './whole-number.js';

interface Options extends TargetOptions {
  readonly follow?: boolean;
  readonly operation?: string;
  readonly status?: string;
  readonly text?: string;
  readonly limit?: string;
}

/** How often a follower looks, in ms of real time. */
const LOOK = 500;

/** `zstack-emulator journal`: what clients asked, and what they were answered. */
export function addJournalCommand(program: Command): void {
  const command = addTarget(
    program
      .command('journal')
      .description('list the last requests of clients with how they were answered')
      .option('--follow', 'go on with those that come, until a signal ends it')
      .option('--operation <name>', 'only calls of this operation')
      .option('--status <status>', 'only those answered so')
      .option('--text <text>', 'only those with this text in their url or a body')
      .option('--limit <number>', 'the last so many (default: 20)'),
  );
  teach(command, {
    prints:
      'a line for each request, oldest first: its number, when, status, address, operation; with --json an array (--follow: a line each)',
    examples: {
      'what was asked last': 'journal',
      'while a client runs': 'journal --follow',
      'what was refused': 'journal --status 503 --limit 100',
    },
  });
  command.action((options: Options) => interruptible((signal) => list(options, signal)));
}

async function list(options: Options, signal: AbortSignal): Promise<void> {
  const client = new EnvironmentClient(options);
  const { operation, text } = options;
  const filters = { operation, text, status: wholeNumber('--status', options.status) };
  const limit = wholeNumber('--limit', options.limit) ?? 20;
  const first = await entries(client, { ...filters, limit }, signal);
  if (options.json && !options.follow) printJson(first);
  else for (const entry of first) print(entry, options);
  if (!options.follow) {
    if (first.length === 0 && !options.json) printLine('nobody asked anything');
    return;
  }
  let since = Number(first.at(-1)?.['id'] ?? 0);
  while (!signal.aborted) {
    await realDelay(LOOK, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    const more = await entries(client, { ...filters, since }, signal).catch((error: unknown) => {
      if (signal.aborted) return [];
      throw error;
    });
    for (const entry of more) {
      print(entry, options);
      since = Number(entry['id']);
    }
  }
}

async function entries(
  client: EnvironmentClient,
  filters: Inventory,
  signal: AbortSignal,
): Promise<readonly Inventory[]> {
  const path = `/journal${queryOf(filters)}`;
  const { inventories } = await client.ask('GET', path, undefined, signal);
  return inventories ?? [];
}

function print(entry: Inventory, { json }: Options): void {
  if (json) process.stdout.write(`${JSON.stringify(entry)}\n`);
  else printLine(lineOf(entry), entry['status'] === 0 || Number(entry['status']) >= 400);
}

function lineOf({ id, date, method, url, status, milliseconds, operation, answerBody }: Inventory) {
  const time = String(date).slice(11, 23);
  const shown = status === 0 ? 'cut' : String(status);
  const name = typeof operation === 'string' ? `  ${operation}` : '';
  const why = reasonIn(String(answerBody), Number(status));
  return `${String(id).padStart(4)}  ${time}  ${shown}  ${String(method)} ${String(url)}${name}  ${Math.round(Number(milliseconds))} ms${why}`;
}
