import fc from 'fast-check';
import { GLOB, LIKE, matchesWildcards } from '../../src/core/matches-wildcards';
import { matchesPath } from '../../src/services/images/add/url';

const few = (alphabet: string) =>
  fc.array(fc.constantFrom(...alphabet.split('')), { maxLength: 8 }).map((parts) => parts.join(''));

test('wildcards mean what a regular expression made of them means', () => {
  fc.assert(
    fc.property(few('ab.'), few('ab.%_'), (text, pattern) => {
      const expression = pattern.replaceAll('.', '\\.').replaceAll('%', '.*').replaceAll('_', '.');
      expect(matchesWildcards(text, pattern, LIKE)).toBe(new RegExp(`^${expression}$`).test(text));
    }),
    { numRuns: 2000 },
  );
});

test('no pattern takes longer than its length times the text', () => {
  const text = 'a'.repeat(20_000);
  expect(matchesWildcards(text, `${'%a'.repeat(60)}%b`, LIKE)).toBe(false);
  expect(matchesWildcards(text, `${'*a'.repeat(60)}*`, GLOB)).toBe(true);
  expect(matchesPath(`${'**/a/'.repeat(60)}b`, '/a'.repeat(2000))).toBe(false);
});

test.each([
  ['/etc/**', '/etc/a/b', true],
  ['/etc/**', '/etc', true],
  ['/**/shadow', '/etc/x/shadow', true],
  ['/**/x/**/y', '/a/x/b/c/y', true],
  ['/**/x/**/y', '/a/b/c/y', false],
  ['/etc/*.conf', '/etc/a.conf', true],
  ['/etc/?.conf', '/etc/ab.conf', false],
  ['/a/*', '/a/b/c', false],
])('%s and the path %s', (pattern, path, matches) => {
  expect(matchesPath(pattern, path)).toBe(matches);
});
