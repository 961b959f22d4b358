import { withoutTrailingSlashes } from '../../src/core/trailing-slashes';

test.each([
  ['http://x/a', 'http://x/a'],
  ['http://x/a/', 'http://x/a'],
  ['http://x//', 'http://x'],
  ['/a//b///', '/a//b'],
  ['///', ''],
  ['', ''],
])('%j without the slashes at its end is %j', (text, expected) => {
  expect(withoutTrailingSlashes(text)).toBe(expected);
});
