import { readFile } from 'node:fs/promises';
import type { Evidence } from '../verify/index.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { printJson, printLine } from './print.js';

/** `verify diff`: what two files of evidence say otherwise. */
export async function diffCommand(left: string, right: string, json: boolean): Promise<void> {
  const { diffOf } = await import('../verify/index.js');
  const [one, other] = [await readEvidence(left), await readEvidence(right)];
  const deviations = diffOf(one, other);
  if (json) printJson(deviations);
  else {
    const cell = (text: string) => text.replaceAll('|', String.raw`\|`);
    const head = ['operation', 'case', nameOf(one), nameOf(other)];
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

const nameOf = ({ target, release, date }: Evidence) =>
  `${target}, ${release}, ${date.slice(0, 10)}`;

async function readEvidence(file: string): Promise<Evidence> {
  const { evidenceSchema } = await import('../verify/index.js');
  try {
    return evidenceSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new CommandFailed(
      isMissing ? `there is no ${file}` : `${file} is no evidence of \`verify\``,
    );
  }
}
