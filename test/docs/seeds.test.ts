import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/emulator';
import { startSeed } from '../support/seeds';

const read = (page: string) => readFileSync(join(ROOT, 'docs', page), 'utf8');
const examples = [
  ...`${read('seeds.md')}${read('from-a-mock.md')}`.matchAll(/```yaml\n([^`]*)```/g),
].map(([, text = '']) => text);

test.each(examples)('the example makes a world that keeps every law:\n%s', async (text) => {
  const emulator = await startSeed(text);
  expect(emulator.brokenLaws()).toEqual({});
  emulator.advance(3_600_000);
  expect(emulator.brokenLaws()).toEqual({});
});

test('the pages have an example of each of its subjects', () => {
  expect(examples.length).toBeGreaterThanOrEqual(4);
});
