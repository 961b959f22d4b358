import type { Command } from 'commander';
import type { ExaminedDatabase, Examination, Finding } from '../app/doctor/examine.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { teach } from './lesson.js';
import { printJson, printLine } from './print.js';
import { bytesText, Progress } from './progress.js';

interface Options {
  readonly mend?: boolean;
  readonly bringBack?: boolean;
  readonly json?: boolean;
}

/** `zstack-emulator doctor`: is a data directory sound, and what can be done when it is not. */
export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('check a data directory while no emulator runs on it, and mend it when asked to')
    .argument('[data-dir]', 'the data directory (EMULATOR_DATA_DIR; default: ./data)')
    .option('--mend', 'mend what can be mended without guessing; a copy is made beside each file')
    .option(
      '--bring-back',
      'put environments that a start has set aside back, if nothing is wrong with them',
    )
    .option('--json', 'print JSON, for scripts');
  teach(command, {
    prints:
      'for each database what is wrong with it, the resources concerned, and what to do; with --json the same as an object',
    examples: {
      'look, and change nothing': 'doctor ./data',
      'mend what can be mended': 'doctor ./data --mend',
      'put back what was set aside while the disk was full': 'doctor ./data --bring-back',
      'only the problems, for a script':
        'doctor ./data --json | jq \'.databases[].findings[] | select(.kind == "problem")\'',
    },
    exits: {
      done: 'all is well, or was mended',
      failed: 'failed: there is no data directory, or an emulator runs on it',
      problems: 'there are problems, or --mend left some',
    },
  });
  command.action(async (dataDir: string | undefined, options: Options) => {
    const root = dataDir ?? (process.env['EMULATOR_DATA_DIR'] || './data');
    await doctor(root, options).catch(explain);
  });
}

async function doctor(
  root: string,
  { mend: mends = false, bringBack: bringsBack = false, json = false }: Options,
): Promise<void> {
  let examination = await look(root);
  let mended: readonly string[] = [];
  if (mends) {
    const { mend } = await import('../app/doctor/mend.js');
    mended = await mend(root, examination);
    if (mended.length > 0) examination = await look(root);
  }
  let broughtBack: readonly string[] = [];
  if (bringsBack) {
    const { bringBack } = await import('../app/doctor/bring-back.js');
    broughtBack = bringBack(root, examination);
    if (broughtBack.length > 0) examination = await look(root);
  }
  const problems = findingsOf(examination).filter(({ kind }) => kind === 'problem');
  if (json) printJson({ dataDir: root, mended, broughtBack, ...examination });
  else {
    for (const what of broughtBack) printLine(what);
    tell(root, examination, mended, mends);
  }
  process.exitCode = problems.length === 0 ? EXIT.done : EXIT.problems;
}

async function look(root: string): Promise<Examination> {
  const { examine } = await import('../app/doctor/examine.js');
  const progress = new Progress({ label: `checking ${root}`, total: 1000, unit: 'share' });
  try {
    return await examine(root, (what, share) => progress.update(share * 1000, what));
  } finally {
    progress.end();
  }
}

const findingsOf = ({ findings, databases }: Examination): Finding[] => [
  ...findings,
  ...databases.flatMap((database) => database.findings),
];

function tell(
  root: string,
  examination: Examination,
  mended: readonly string[],
  mends: boolean,
): void {
  for (const what of mended) printLine(`mended: ${what}`);
  if (mended.length > 0) printLine('');
  if (examination.findings.length > 0) tellOf(root, examination.findings);
  for (const database of examination.databases) tellOf(titleOf(database), database.findings);
  printLine(summary(findingsOf(examination), mends));
}

const titleOf = ({ path, kind, name, bytes }: ExaminedDatabase) =>
  `${path} (${kind} ${name}, ${bytesText(bytes)})`;

function tellOf(title: string, findings: readonly Finding[]): void {
  printLine(`${title}: ${findings.some(({ kind }) => kind === 'problem') ? 'problems' : 'good'}`);
  for (const { check, details, advice, kind } of findings) {
    printLine(`  ${kind === 'note' ? 'note: ' : ''}${check}`);
    for (const detail of details) printLine(`    ${detail}`);
    printLine(`    -> ${advice}`);
  }
}

function summary(findings: readonly Finding[], mends: boolean): string {
  const problems = findings.filter(({ kind }) => kind === 'problem');
  if (problems.length === 0) return 'all is well';
  const mendable = problems.filter(({ isMendable }) => isMendable).length;
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  if (mends) return `${count} left`;
  return mendable === 0 ? count : `${count}; --mend mends ${mendable} of them`;
}

function explain(error: unknown): never {
  if (error instanceof Error && ['DoctorRefusal', 'DatabaseUnusable'].includes(error.name)) {
    throw new CommandFailed(error.message);
  }
  // Of the file system: rights, a full disk.
  if (error instanceof Error && 'syscall' in error) throw new CommandFailed(error.message);
  throw error;
}
