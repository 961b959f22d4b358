import {
  hasSlice,
  isComplete,
  lastSlice,
  resumeOffset,
  slicesOf,
  withSlice,
  withSlicesBefore,
} from '../../src/domain/upload/slices';

const upload = (
  received: string,
  imageSize: number | null = 100,
  sliceSize: number | null = 10,
) => ({
  received,
  imageSize,
  sliceSize,
});

test.each([
  ['', 0, '0'],
  ['', 3, '3'],
  ['0', 1, '0-1'],
  ['1', 0, '0-1'],
  ['0', 2, '0,2'],
  ['0,2', 1, '0-2'],
  ['0-4,7', 5, '0-5,7'],
  ['0-4,7', 6, '0-4,6-7'],
  ['0-4,6', 5, '0-6'],
  ['10', 9, '9-10'],
  ['2', 10, '2,10'],
  ['0-4', 2, '0-4'],
  ['0-4', 4, '0-4'],
  ['3-4', 3, '3-4'],
])('%j and the slice %d are %j', (received, slice, both) => {
  expect(withSlice(upload(received), slice)).toBe(both);
  expect(hasSlice(upload(both), slice)).toBe(true);
});

test('of what is written each slice is there that lies in a range, its ends included', () => {
  const some = upload('1-3,5');
  expect(slicesOf(some)).toEqual([
    [1, 3],
    [5, 5],
  ]);
  expect(slicesOf(upload(''))).toEqual([]);
  const there = [0, 1, 2, 3, 4, 5, 6].filter((slice) => hasSlice(some, slice));
  expect(there).toEqual([1, 2, 3, 5]);
});

test.each([
  ['0-4,7', 3, '0-2'],
  ['0-4,7', 5, '0-4'],
  ['0-4,7', 7, '0-4'],
  ['0-4,7', 8, '0-4,7'],
  ['0-4,7', 1, '0'],
  ['0-4,7', 0, ''],
])('of %j those before %d are %j', (received, slice, left) => {
  expect(withSlicesBefore(upload(received), slice)).toBe(left);
});

test.each([
  [upload(''), 0, false],
  [upload('1-9'), 0, false],
  [upload('0'), 10, false],
  [upload('0-8'), 90, false],
  [upload('0-8,9'), 90, false],
  [upload('0-9'), 100, true],
  // The last slice is a short one.
  [upload('0-1', 15), 15, true],
  [upload('0', 15), 10, false],
  [upload('0', 10), 10, true],
  [upload('', null, null), 0, false],
])('%j goes on at %d, and is whole: %s', (one, offset, isWhole) => {
  expect([resumeOffset(one), isComplete(one)]).toEqual([offset, isWhole]);
});

test.each([
  [upload('', 100, 10), 9],
  [upload('', 101, 10), 10],
  [upload('', 1, 10), 0],
  [upload('', 10, 10), 0],
])('of %j the last slice is %d', (one, last) => {
  expect(lastSlice(one)).toBe(last);
});
