import type { ClientReport, Finding, FindingKind } from '../app/library/emulator.js';
import { FINDING_KINDS, lineOf } from '../app/client-findings.js';
import { escaped } from '../verify/index.js';

/** How a command that ran against a world ended, and what was seen of it there. */
export interface ClientRun {
  /** The program that ran, without its arguments: they may hold secrets. */
  readonly program: string;
  /** Its exit code; of one that a signal ended 128 and the signal's number. */
  readonly exitCode: number;
  /** Kinds that are not to occur. */
  readonly failOn: readonly FindingKind[];
  readonly report: ClientReport;
}

/** The kinds that were not to occur, and did. */
export const problemsOf = ({ failOn, report }: ClientRun): FindingKind[] =>
  FINDING_KINDS.filter((kind) => failOn.includes(kind) && report.counts[kind] > 0);

const ofKind = ({ report }: ClientRun, kind: FindingKind): readonly Finding[] =>
  report.findings.filter((finding) => finding.kind === kind);

const unlisted = (run: ClientRun, kind: FindingKind): number =>
  run.report.counts[kind] - ofKind(run, kind).length;

const foundKinds = ({ report }: ClientRun): FindingKind[] =>
  FINDING_KINDS.filter((kind) => report.counts[kind] > 0);

/** What the report cannot know, or undefined. */
function gapOf({ report: { firstRequest, requests } }: ClientRun): string | undefined {
  if (firstRequest === null || firstRequest === 1) return undefined;
  return `only the last ${requests} requests are known, not the ${firstRequest - 1} before them`;
}

const countOf = ({ report: { requests } }: ClientRun) =>
  `${requests} request${requests === 1 ? '' : 's'}`;

/** For a terminal: a line for each finding, with the requests that it was seen in. */
export function terminalReport(run: ClientRun): string {
  const problems = problemsOf(run);
  const gap = gapOf(run);
  const lines = foundKinds(run).flatMap((kind) => {
    const more = unlisted(run, kind);
    return [
      `  ${kind}${problems.includes(kind) ? ' (not to occur)' : ''}`,
      ...ofKind(run, kind).flatMap((finding) => [
        `    ${lineOf(finding)}`,
        ...finding.examples.map((example) => `      ${example}`),
      ]),
      ...(more > 0 ? [`    and ${more} more`] : []),
    ];
  });
  return [
    `zstack-emulator: ${countOf(run)} of ${run.program}, which ended with ${run.exitCode}`,
    ...(gap === undefined ? [] : [`  ${gap}`]),
    ...(lines.length > 0 ? lines : ['  nothing was found']),
    '',
  ].join('\n');
}

/** For a comment on a pull request. */
export function markdownReport(run: ClientRun): string {
  const problems = problemsOf(run);
  const gap = gapOf(run);
  const rows = foundKinds(run).flatMap((kind) => {
    const name = problems.includes(kind) ? `**${kind}**` : kind;
    const more = unlisted(run, kind);
    return [
      ...ofKind(run, kind).map(({ what, meant, count, examples }) =>
        row([
          name,
          inMarkdown(what),
          inMarkdown(meant ?? ''),
          count,
          inMarkdown(examples[0] ?? ''),
        ]),
      ),
      ...(more > 0 ? [row([name, `and ${more} more`, '', '', ''])] : []),
    ];
  });
  const table = [row(['kind', 'what', 'meant', 'times', 'for example']), row(Array(5).fill('-'))];
  const verdict =
    problems.length === 0
      ? 'Nothing that was not to occur was found.'
      : `Not to occur, and found: ${problems.join(', ')}.`;
  return [
    '## What the client did',
    '',
    `${countOf(run)} of ${inMarkdown(run.program)}, which ended with ${run.exitCode}. ${verdict}`,
    ...(gap === undefined ? [] : ['', `${gap[0]?.toUpperCase()}${gap.slice(1)}.`]),
    '',
    ...(rows.length > 0 ? [...table, ...rows] : ['Nothing was found.']),
    '',
  ].join('\n');
}

const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

/** Text of a client as text: it makes no mark-up, no link, no cell and no line. */
const inMarkdown = (text: string) =>
  text
    // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
    .replaceAll(/[\u0000-\u001f\u007f]/g, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~@#]/g, String.raw`\$&`);

/** For CI servers: a test for each kind that is not to occur; the others are skipped, with what was found of them. */
export function junitReport(run: ClientRun): string {
  const failed = problemsOf(run);
  const cases = FINDING_KINDS.map((kind) => {
    const head = `    <testcase classname="zstack-emulator run" name="${kind}"`;
    const lines = ofKind(run, kind).map(lineOf);
    const more = unlisted(run, kind);
    const said = escaped([...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'));
    if (!run.failOn.includes(kind)) {
      return `${head}><skipped message="it may occur"/>${said && `<system-out>${said}</system-out>`}</testcase>`;
    }
    if (!failed.includes(kind)) return `${head}/>`;
    const message = `${run.report.counts[kind]} found`;
    return `${head}><failure message="${message}">${said}</failure></testcase>`;
  });
  const skipped = FINDING_KINDS.length - run.failOn.length;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="zstack-emulator run">
  <testsuite name="${escaped(run.program)}" tests="${FINDING_KINDS.length}" failures="${failed.length}" skipped="${skipped}">
${cases.join('\n')}
  </testsuite>
</testsuites>
`;
}

/** For scripts: the whole report of the client, and how the run ended. */
export function jsonReport(run: ClientRun): string {
  const { program, exitCode, failOn, report } = run;
  return `${JSON.stringify({ program, exitCode, failOn, problems: problemsOf(run), ...report }, null, 2)}\n`;
}
