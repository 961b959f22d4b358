import { InvalidSeed } from '../../src/seeding/invalid-seed';
import { loadSeed } from '../../src/seeding/load/load-seed';

/** What is said of a seed, and the seconds of work that it takes. */
function refused(text: string): { message: string; seconds: number } {
  const before = process.cpuUsage();
  let message = '';
  try {
    loadSeed([{ name: 'x', text }], () => {
      throw new Error('none');
    });
  } catch (error) {
    if (!(error instanceof InvalidSeed)) throw error;
    ({ message } = error);
  }
  return { message, seconds: process.cpuUsage(before).user / 1e6 };
}

const lines = (count: number, line: (n: number) => string, head = '') =>
  `version: 1\n${head}${Array.from({ length: count }, (_, i) => line(i)).join('\n')}\n`;

test.each([
  ['what is no YAML', '@bad: [\n'.repeat(20_000), /^x:1: /],
  ['keys again', lines(40_000, () => 'a: 1'), /^x:3: duplicated mapping key/],
  ['keys that nobody knows', lines(40_000, (n) => `k${n}: 1`), /Unrecognized keys: "k0"/],
  [
    'settings that there are not',
    lines(20_000, (n) => `  a/k${n}: 1`, 'globalConfig:\n'),
    /knows no such entry/,
  ],
  [
    'names to be compared with each other',
    lines(25_000, (n) => `- {name: "z${n}-{n}", count: 2}`, 'zones:\n'),
    /too many names with \{n\}/,
  ],
  [
    'two patterns that meet nowhere in millions of numbers',
    lines(50, (n) => `- {name: "{n}z${'9'.repeat(n)}{n}", count: 90000000}`, 'zones:\n'),
    /too many names with \{n\}/,
  ],
  [
    'overrides of nothing',
    lines(20_000, (n) => `- {name: "z${n}", override: true}`, 'zones:\n'),
    /overrides 'z0', which does not stand before it/,
  ],
  [
    'overrides among counts',
    lines(2000, (n) => `- {name: "z${n}-{n}", count: 2}`, 'zones:\n') +
      Array.from({ length: 20_000 }, () => '- {name: "z1999-2", override: true}\n').join(''),
    /too many names with \{n\}/,
  ],
  ['entries of another kind', lines(20_000, (n) => `- {x: ${n}}`, 'images:\n'), /images\.0/],
  ['lists in lists', '['.repeat(200_000), /^x:1: /],
])('%s: refused soon and in few words', (_what, text, said) => {
  const { message, seconds } = refused(text);
  expect(message).toMatch(said);
  expect(message.length).toBeLessThan(40_000);
  // One second on a machine that does nothing else; before, 7 to 90.
  expect(seconds).toBeLessThan(6);
});

test('the first hundred problems are told, with their lines', () => {
  const { message } = refused(lines(1000, (n) => `- {x: ${n}}`, 'zones:\n'));
  const problems = message.split('\n');
  expect(problems).toHaveLength(101);
  expect(problems[0]).toMatch(/^x:3: zones\.0/);
  expect(problems.at(-1)).toBe('and more: these are the first problems');
});
