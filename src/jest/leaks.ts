import { lineOf, type FindingKind } from '../app/client-findings.js';
import type { Environment } from '../app/library/emulator.js';

/** What the tests with one environment left behind. */
export interface Leaks {
  readonly file: string;
  /** The test that had it, where each test has one of its own. */
  readonly test?: string | undefined;
  readonly found: readonly string[];
}

/**
 * What clients left in an environment, in words: images that the template does not have, jobs without an
 * end, and what was sent and read by nothing.
 */
export function leaksIn(environment: Environment, template: ReadonlySet<string>): string[] {
  const images = environment.images
    .list()
    .filter(({ uuid, status }) => !template.has(uuid) && status !== 'Deleted');
  const { unreadFields, unknownPaths } = environment.journal.clientReport();
  return [
    ...images.map(({ name, uuid, status }) => `image '${name}' (${uuid}) is ${status}`),
    ...environment.jobs
      .unfinished()
      .map(({ operation, uuid }) => `job ${uuid} of ${operation} has no end`),
    ...unreadFields.map(
      ({ operation, field, count }) =>
        `${field} was sent to ${operation} and read by nothing${times(count)}`,
    ),
    ...unknownPaths.map(({ request, count, nearest }) => {
      const hint = nearest === null ? '' : `; the nearest path is ${nearest}`;
      return `${request} is no path of the API${times(count)}${hint}`;
    }),
  ];
}

/** What clients did in an environment of the kinds that fail a run, in words. */
export const problemsIn = (environment: Environment, kinds: readonly FindingKind[]): string[] =>
  kinds.length === 0
    ? []
    : environment.journal
        .clientReport()
        .findings.filter(({ kind }) => kinds.includes(kind))
        .map((finding) => `${finding.kind}: ${lineOf(finding)}`);

const times = (count: number) => (count === 1 ? '' : `, ${count} times`);

/** More lines of one file say no more. */
const MOST_LINES = 20;

/** The report as a text; undefined when nothing was left behind. */
export function leakReport(
  all: readonly Leaks[],
  environments: readonly string[],
): string | undefined {
  const lines = linesOf(all);
  if (lines.length === 0 && environments.length === 0) return undefined;
  const left = environments.map((name) => `    ${name}`);
  return [
    'zstack-image-emulator: the tests left behind',
    ...lines,
    ...(left.length > 0 ? ['  environments that nobody removed', ...left] : []),
    '',
  ].join('\n');
}

/** What fails the run as a text; undefined when that is nothing. */
export function problemReport(all: readonly Leaks[]): string | undefined {
  const lines = linesOf(all);
  if (lines.length === 0) return undefined;
  return ['zstack-image-emulator: clients did what they may not', ...lines, ''].join('\n');
}

/** Of each file what was found with it. */
function linesOf(all: readonly Leaks[]): string[] {
  const byFile = new Map<string, string[]>();
  for (const { file, test, found } of all) {
    const lines = found.map((line) => (test === undefined ? line : `${test}: ${line}`));
    if (found.length > 0) byFile.set(file, [...(byFile.get(file) ?? []), ...lines]);
  }
  return [...byFile].flatMap(([file, found]) => {
    const more = found.length - MOST_LINES;
    const shown = found.slice(0, MOST_LINES).map((line) => `    ${line}`);
    return [`  ${file}`, ...shown, ...(more > 0 ? [`    and ${more} more`] : [])];
  });
}
