import { differences, saysSo } from '../../src/verify/run/differences';
import { filled } from '../../src/verify/run/values';
import { orderOfChecks } from '../../src/verify/facts/order-of-checks';

const answer = { a: 1, b: null, list: [{ x: 1, y: 2 }, { x: 2 }], text: 'abc' };

test.each([
  [{ a: 1 }, []],
  [{ a: 2 }, ['a is 1, and must be 2']],
  [{ b: { $absent: true }, c: { $absent: true } }, []],
  [{ a: { $absent: true } }, ['a is 1, and must not be there']],
  [{ b: { $present: true } }, ['b is missing']],
  [{ b: null, c: null }, []],
  [{ list: [{ x: 1 }, {}] }, []],
  [{ list: [{ x: 1 }] }, [expect.stringMatching(/^list has 2 items, and must have 1/)]],
  [{ list: [{ x: 2 }, {}] }, ['list.0.x is 1, and must be 2']],
  [{ list: { $count: 2 } }, []],
  [{ list: { $count: 3 } }, ['list has 2, and must have 3']],
  [{ list: { $includes: { x: 2 } } }, []],
  [{ list: { $includes: { x: 3 } } }, [expect.stringMatching(/^list has no/)]],
  [{ list: { $not: { $includes: { x: 1 } } } }, [expect.stringMatching(/must be something else$/)]],
  [{ list: { $each: { x: { $atLeast: 1 } } } }, []],
  [{ list: { $each: { x: { $atLeast: 2 } } } }, ['list.0.x is 1, and must be 2 at least']],
  [{ list: { $each: { $only: ['x'] } } }, ['list.0 has a field y that nobody asked for']],
  [{ list: { $sorted: { by: 'x', direction: 'asc' } } }, []],
  [{ list: { $sorted: { by: 'x', direction: 'desc' } } }, [expect.stringMatching(/is not sorted/)]],
  [{ text: { $matches: '^a.c$' } }, []],
  [{ text: { $matches: '^b' } }, ['text is "abc", and must look like ^b']],
  [{ text: ['abc'] }, ['text is "abc", and must be a list']],
])('%j', (expected, found) => {
  expect(differences(expected, answer)).toEqual(found);
});

test('words may leave out what stands between them, and nothing else', () => {
  expect(saysSo('image[***] is ***.', 'image[a] is gone.')).toBe(true);
  expect(saysSo('image[***] is gone', 'image[a] is gone.')).toBe(false);
  expect(saysSo('a.c', 'abc')).toBe(false);
});

test('references are put in place, with their types', () => {
  const scope = { image: { size: 5, date: 'Nov 4, 2026 12:05:07 AM' }, own: 'me' };
  expect(
    filled(
      { a: '${image.size}', b: 'x-${own}', c: ['${text 3}'], d: '${image.date | sql}' },
      scope,
    ),
  ).toEqual({
    a: 5,
    b: 'x-me',
    c: ['xxx'],
    d: '2026-11-04 00:05:07',
  });
  expect(() => filled('${image.name}', scope)).toThrow('there is no image.name');
});

test('fields are checked in the order of a hash map of Java', () => {
  // The order that the vendor names for AddImage.
  expect(
    orderOfChecks([
      'name',
      'description',
      'url',
      'mediaType',
      'guestOsType',
      'architecture',
      'system',
      'format',
      'platform',
      'backupStorageUuids',
      'type',
      'resourceUuid',
      'tagUuids',
      'virtio',
    ]),
  ).toEqual([
    'virtio',
    'format',
    'description',
    'mediaType',
    'type',
    'url',
    'platform',
    'guestOsType',
    'tagUuids',
    'system',
    'name',
    'resourceUuid',
    'architecture',
    'backupStorageUuids',
  ]);
});
