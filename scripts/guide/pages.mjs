/**
 * Which pages the guide has, and how they are grouped. A page of docs that no group names stands in the last one: it is
 * there without a word here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Pages of docs by their names, in the order of reading. */
const GROUPS = [
  [
    'Begin',
    [
      'five-minutes',
      'default-world',
      'page',
      'from-a-mock',
      'stories',
      'clients',
      'languages',
      'ci',
      'docker',
    ],
  ],
  [
    'Use',
    [
      'library',
      'cli',
      'control',
      'environments',
      'seeds',
      'rewind',
      'flaky-tests',
      'settings',
      'security',
      'platforms',
      'fleet',
    ],
  ],
  [
    'The image API',
    ['operations', 'images', 'zql', 'tags', 'message-api', 'releases', 'state-machines'],
  ],
  [
    'Verify',
    ['verify', 'verify-clients', 'verify-pact', 'shadow', 'fidelity', 'coverage', 'evidence'],
  ],
  ['Inside', ['architecture', 'performance', 'reliability', 'testing', 'publishing']],
];
const LAST = 'Inside';

/** What lies beside docs and is a page, too: its place in the repository, and its name in the guide. */
const BESIDE = new Map([
  ['README.md', 'index'],
  ['CONTRIBUTING.md', 'contributing'],
  ['CHANGELOG.md', 'changelog'],
]);

/** Every page: its name in the guide, its file in the repository, its title. */
export function allPages() {
  const within = (folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .toSorted()
      .map((name) => `${folder}/${name}`);
  const ours = [...within('docs'), ...within('docs/decisions')].map((file) => ({
    name: file.slice('docs/'.length, -'.md'.length),
    file,
  }));
  const beside = [...BESIDE].map(([file, name]) => ({ name, file }));
  return [...beside, ...ours].map((page) => ({ ...page, title: titleOf(page.file) }));
}

/** The navigation: groups of names of pages, all but the first page and the single decisions. */
export function groupsOf(pages) {
  const names = pages.map(({ name }) => name).filter((name) => !name.startsWith('decisions/'));
  const named = new Set(GROUPS.flatMap(([, members]) => members));
  const others = names.filter((name) => name !== 'index' && !named.has(name));
  return GROUPS.map(([title, members]) => ({
    title,
    names: [
      ...members.filter((name) => names.includes(name)),
      ...(title === LAST ? ['decisions/index', ...others] : []),
    ],
  }));
}

function titleOf(file) {
  const text = readFileSync(join(root, file), 'utf8');
  const [, title] = /^# (.+)$/m.exec(text) ?? [];
  if (title === undefined) throw new Error(`${file} has no title: its first line is '# …'`);
  return title.replaceAll('`', '');
}
