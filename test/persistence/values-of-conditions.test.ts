import { checkFlag, patternOf, typedValue } from '../../src/persistence/queries/values';

const of = (kind: 'text' | 'uuid' | 'number' | 'boolean' | 'date') => ({ column: '', kind });

test.each<[string, number]>([
  ['42', 42],
  ['  42', 42],
  ['-42', -42],
  ['+42', 42],
  ['42.5', 42.5],
  ['42.', 42],
  ['.5', 0.5],
  ['-.25x', -0.25],
  ['4e2', 400],
  ['4E-2', 0.04],
  ['4e+2', 400],
  ['4e', 4],
  ['12abc34', 12],
  ['1.2.3', 1.2],
  ['', 0],
  ['abc', 0],
  ['x42', 0],
  ['e5', 0],
  ['- 4', 0],
  ['1e999', Number.MAX_VALUE],
  ['-1e999', -Number.MAX_VALUE],
])('where a number is needed %j is read as %d', (text, number) => {
  expect(typedValue(of('number'), text)).toBe(number);
  expect(typedValue(of('boolean'), text)).toBe(number);
});

test('flags, uuids and texts', () => {
  for (const text of ['true', 'TRUE', ' True ']) expect(typedValue(of('boolean'), text)).toBe(1);
  for (const text of ['false', 'untrue', 'true-ish'])
    expect(typedValue(of('boolean'), text)).toBe(0);
  expect(typedValue(of('number'), 'true')).toBe(0);
  expect(typedValue(of('uuid'), 'ABCdef')).toBe('abcdef');
  expect(typedValue(of('text'), 'ABC 12')).toBe('ABC 12');
  expect(typedValue(of('date'), 'ABC 12')).toBe('ABC 12');
});

test('what is compared with a flag is a flag or a number', () => {
  for (const text of ['true', 'FALSE', ' true ', '0', '-1', '+12', '1.', '1.5', '  1.25  '])
    expect(() => checkFlag(text)).not.toThrow();
  for (const text of ['', ' ', 'truely', 'untrue', '1x', 'x1', '1.5.2', '.5', '--1', '1e3']) {
    expect(() => checkFlag(text)).toThrow(
      expect.objectContaining({
        errorCode: expect.objectContaining({
          code: 'SYS.1000',
          details:
            'javax.persistence.PersistenceException: org.hibernate.exception.SQLGrammarException: could not extract ResultSet',
        }),
      }),
    );
  }
});

test("a pattern's last backslash stands for itself, where it escapes nothing", () => {
  const patterns = ['', 'a', '\\', 'a\\', 'a\\\\', 'a\\\\\\', '\\a', 'a\0b\0', '\\\0'];
  expect(patterns.map(patternOf)).toEqual([
    '',
    'a',
    '\\\\',
    'a\\\\',
    'a\\\\',
    'a\\\\\\\\',
    '\\a',
    'a\u{10ffff}b\u{10ffff}',
    '\\\u{10ffff}',
  ]);
});
