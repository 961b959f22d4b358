import { LISTED_OPERATIONS } from '../api/operations/index.js';
import { readVersions, type Change, type ParameterFacts } from '../contract/releases.js';
import { CURRENT_RELEASE, RELEASES, shortName, type Release } from '../core/releases.js';

const HEAD = `# Releases

What a client meets when it goes from one release of ZStack to the next, of the operations and inventories here. The
emulator has the API of ${shortName(CURRENT_RELEASE)}, or of the release that it is asked for:

\`\`\`sh
EMULATOR_RELEASE=4.8 npm start                         # all worlds
zstack-emulator environments create old --release 4.8  # one of them; in a seed: release: '4.8'
zstack-emulator verify --release 4.8                   # proves a cloud, or the emulator, against it
zstack-emulator openapi --release 4.8                  # its description; /openapi.json of an emulator of that release
\`\`\`

An operation that came later is none there: its path and its message are unknown. A parameter that came later is
ignored, as everything unknown is; a field that came later is in no answer and cannot be asked for; limits,
enumerations, required parameters, body keys, methods and paths are those of the release, and so is the order of
checks, which depends on how many fields a message has. Before 4.6 a number that stands for a text is read as a
double first (\`1\` is \`"1.0"\`). What an operation *does* is as in ${shortName(CURRENT_RELEASE)} everywhere, and ZQL and
conditions on ways over relations know all fields.

The facts are those of the open source in the branch of each release (contract/facts/versions.json); of operations
that are not open, the classes of its SDK. This page is made from them. ZSphere (zsv) is a line beside, compared with
${shortName(CURRENT_RELEASE)}; what it alone has is not here.
`;

/** docs/releases.md: what each release changed. */
export function describeReleases(): string {
  const parts = RELEASES.slice(1).map(sectionOf);
  return [HEAD, ...parts, unknownOnes()].join('\n');
}

function sectionOf(release: Release, index: number): string {
  const before = release.startsWith('zsv') ? CURRENT_RELEASE : RELEASES[index];
  const { operations, inventories } = readVersions();
  const emulated = new Set(LISTED_OPERATIONS.map(({ name }) => name));
  const ours = Object.entries(operations).filter(([name]) => emulated.has(name));
  const isIn = (known: 'all' | readonly string[], one: string | undefined) =>
    known === 'all' || (one !== undefined && known.includes(one));
  const come = ours.filter(
    ([, known]) => isIn(known.releases, release) && !isIn(known.releases, before),
  );
  const gone = ours.filter(
    ([, known]) => !isIn(known.releases, release) && isIn(known.releases, before),
  );
  const changed = ours.flatMap(([name, { changes }]) => {
    const change = changes?.[release];
    return change ? [`- \`${name}\`: ${changeText(change)}`] : [];
  });
  const fields = Object.entries(inventories).flatMap(([name, changes]) => {
    const change = changes[release];
    if (!change) return [];
    const added = Object.keys(change.added).map((field) => `+\`${field}\``);
    const removed = change.removed.map((field) => `−\`${field}\``);
    const said = [...added, ...removed].join(', ');
    return said === '' ? [] : [`- \`${name}\`: ${said}`];
  });
  const lists = [
    listOf(
      'New operations',
      come.map(([name]) => name),
    ),
    listOf(
      'Operations that are gone',
      gone.map(([name]) => name),
    ),
    changed.length > 0 ? `Operations that changed:\n\n${changed.join('\n')}\n` : '',
    fields.length > 0 ? `Fields of inventories:\n\n${fields.join('\n')}\n` : '',
  ].filter(Boolean);
  const title = `## ${shortName(release)} (${release.replace('_', ' ')}), after ${before}`;
  return `${title}\n\n${lists.length > 0 ? lists.join('\n') : 'Nothing of what is here changed.\n'}`;
}

const listOf = (title: string, names: readonly string[]) =>
  names.length > 0 ? `${title}: ${names.map((name) => `\`${name}\``).join(', ')}.\n` : '';

function changeText({ params = {}, bodyKey, paths, method, answer }: Change): string {
  const texts = Object.entries(params).map(([name, { from, to }]) => {
    if (from === null) return `+\`${name}\`${rulesText(to)}`;
    if (to === null) return `−\`${name}\``;
    return `\`${name}\` ${differenceText(from, to)}`;
  });
  if (bodyKey) texts.push(`body key ${keyText(bodyKey.from)} → ${keyText(bodyKey.to)}`);
  if (method) texts.push(`\`${method.from}\` → \`${method.to}\``);
  if (paths) texts.push(`paths ${paths.to.map((path) => `\`${path}\``).join(', ')}`);
  if (answer) {
    const keys = (side: object | null) => Object.keys(side ?? {}).join(', ') || 'nothing';
    const [from, to] = [keys(answer.from), keys(answer.to)];
    texts.push(from === to ? `the class of \`${to}\`` : `answers ${from} → ${to}`);
  }
  return texts.join('; ');
}

const keyText = (key: string | null) => (key === null ? 'none' : `\`${key}\``);
const rulesText = (facts: ParameterFacts | null) => (facts?.['required'] ? ' (required)' : '');

/** What of a parameter's rules is other than before. */
function differenceText(from: ParameterFacts, to: ParameterFacts): string {
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const differing = keys.filter((key) => JSON.stringify(from[key]) !== JSON.stringify(to[key]));
  return differing
    .map((key) => `${key} ${valueText(from[key])} → ${valueText(to[key])}`)
    .join(', ');
}

/** A rule of the facts; the cells of Java's expressions stay as they are. */
function valueText(value: unknown): string {
  if (value === undefined) return 'none';
  if (value === true) return 'yes';
  return `\`${Array.isArray(value) ? value.join(', ') : (value as string | number)}\``;
}

function unknownOnes(): string {
  const emulated = new Set(LISTED_OPERATIONS.map(({ name }) => name));
  const names = readVersions().unknown.filter((name) => emulated.has(name));
  const list = names.map((name) => `\`${name}\``).join(', ');
  return `## Release unknown\n\nNo release of the open source or of its SDK has these operations; the emulator has them in all: ${list}.\n`;
}
