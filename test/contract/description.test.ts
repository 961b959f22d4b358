import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../src/openapi/document';
import type { Json } from '../support/emulator';

/*
 * What operations take and answer is declared once, and openapi/openapi.json is what was said of it: a declaration
 * that changes without its description was changed by accident (`npm run openapi` writes it anew).
 */

const FILE = join(__dirname, '..', '..', 'openapi', 'openapi.json');
const written: Json = JSON.parse(readFileSync(FILE, 'utf8'));
const current: Json = JSON.parse(JSON.stringify(openApiDocument()));

/** The parts of an object, those of its own parts `depth` levels down, each by where it stands. */
const parts = (value: Json, depth: number, at = ''): Map<string, string> =>
  depth === 0 || typeof value !== 'object' || value === null
    ? new Map([[at, JSON.stringify(value)]])
    : new Map(
        Object.entries<Json>(value).flatMap(([name, part]) => [
          ...parts(part, depth - 1, `${at}/${name}`),
        ]),
      );

test('what operations take and answer is what was written of them', () => {
  const [before, now] = [parts(written, 3), parts(current, 3)];
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter(
    (at) => before.get(at) !== now.get(at),
  );
  expect(changed.map((at) => [at, now.get(at)])).toEqual(changed.map((at) => [at, before.get(at)]));
  expect(current).toEqual(written);
});
