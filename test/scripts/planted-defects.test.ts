import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

interface Planted {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly seenBy?: string;
}

const ROOT = join(__dirname, '..', '..');
const rows = load(readFileSync(join(__dirname, '..', 'planted-defects.yaml'), 'utf8')) as Planted[];

/** How often a text stands in another one. */
const times = (text: string, within: string): number => within.split(text).length - 1;

test('every planted defect has a place of its own in src, and a test that is there', () => {
  const astray = rows.filter(
    ({ file, from, to, seenBy }) =>
      from === to ||
      !existsSync(join(ROOT, file)) ||
      times(from, readFileSync(join(ROOT, file), 'utf8')) !== 1 ||
      (seenBy !== undefined && !existsSync(join(ROOT, seenBy))),
  );
  expect(astray.map(({ name }) => name)).toEqual([]);
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
});
