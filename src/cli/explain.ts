import type { Command } from 'commander';
import type { Inventory } from './control-client.js';
import { addTarget, EnvironmentClient, queryOf, type TargetOptions } from './in-environment.js';
import { teach } from './lesson.js';
import { printJson, printLine } from './print.js';

interface Options extends TargetOptions {
  readonly operation?: string;
  readonly params?: string;
}

/** `zstack-emulator explain`: how a resource came to be as it is. */
export function addExplainCommand(program: Command): void {
  const command = addTarget(
    program
      .command('explain')
      .description('tell how a resource or job came to be as it is, also when it is gone')
      .argument('<uuid>', 'of the resource or job')
      .option('--operation <name>', 'would this operation on it be refused? It is tried and undone')
      .option('--params <json>', 'more parameters of the operation'),
  );
  teach(command, {
    prints: 'what it is now and a line for each event; with --json the whole explanation',
    examples: {
      'an image of the default seed': 'explain 1a000000000040008000000000000001',
      'may it be expunged': 'explain 1a000000000040008000000000000001 --operation ExpungeImage',
    },
  });
  command.action(async (uuid: string, { operation, params, ...options }: Options) => {
    const path = `/explain/${encodeURIComponent(uuid)}${queryOf({ operation, params })}`;
    const { inventory = {} } = await new EnvironmentClient(options).ask('GET', path);
    if (options.json) printJson(inventory);
    else printExplanation(inventory);
  });
}

function printExplanation({
  resourceType,
  name,
  state,
  status,
  story,
  operation,
}: Inventory): void {
  const now = [state, status].filter((one) => typeof one === 'string').join(', ');
  printLine(
    typeof resourceType === 'string'
      ? `${resourceType} '${String(name)}' is ${now}`
      : 'it is gone, or is a job',
  );
  for (const line of story as readonly string[]) printLine(line);
  if (typeof operation !== 'object' || operation === null) return;
  const { name: tried, error } = operation as Inventory;
  const why = (error as Inventory | null)?.['details'];
  printLine(
    error === null
      ? `${String(tried)} would be done now`
      : `${String(tried)} would be refused now: ${String(why)}`,
  );
}
