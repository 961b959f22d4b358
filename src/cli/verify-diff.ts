import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Evidence, Exchanges } from '../verify/index.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { printJson, printLine } from './print.js';

interface Options {
  readonly json?: boolean;
  /** What names of things begin with that cases have made. */
  readonly prefix: string;
}

/** `verify diff`: what two files of evidence say otherwise, or what cases were told otherwise, by two of exchanges. */
export async function diffCommand(left: string, right: string, options: Options): Promise<void> {
  const { diffOf, toldOtherwise } = await import('../verify/index.js');
  const [one, other] = [await readFound(left), await readFound(right)];
  if (isExchanges(one) !== isExchanges(other)) {
    const [exchanges, evidence] = isExchanges(one) ? [left, right] : [right, left];
    throw new CommandFailed(
      `${exchanges} has exchanges, and ${evidence} is evidence: compare two of one kind`,
      EXIT.usage,
    );
  }
  const deviations =
    isExchanges(one) && isExchanges(other)
      ? toldOtherwise(one, other, options.prefix)
      : diffOf(one as Evidence, other as Evidence);
  if (options.json) printJson(deviations);
  else {
    const cell = (text: string) => text.replaceAll('|', String.raw`\|`);
    const head = ['operation', 'case', nameOf(one, left), nameOf(other, right)];
    if (deviations.length === 0) printLine('they came out the same');
    else {
      printLine(`| ${head.map(cell).join(' | ')} |`);
      printLine('| - | - | - | - |');
    }
    for (const row of deviations) {
      printLine(`| ${[row.operation, row.name, row.left, row.right].map(cell).join(' | ')} |`);
    }
  }
  process.exitCode = deviations.length === 0 ? EXIT.done : EXIT.problems;
}

type Found = Evidence | Exchanges;

const isExchanges = (found: Found): found is Exchanges => Array.isArray(found);

const nameOf = (found: Found, file: string) =>
  isExchanges(found)
    ? basename(file)
    : `${found.target}, ${found.release}, ${found.date.slice(0, 10)}`;

async function readFound(file: string): Promise<Found> {
  const { evidenceSchema, exchangesSchema } = await import('../verify/index.js');
  try {
    const found: unknown = JSON.parse(await readFile(file, 'utf8'));
    return Array.isArray(found) ? exchangesSchema.parse(found) : evidenceSchema.parse(found);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CommandFailed(
      isMissing
        ? `there is no ${file}`
        : `${file} is no evidence of \`verify\`, and has no exchanges`,
    );
  }
}
