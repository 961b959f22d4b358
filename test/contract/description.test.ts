import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../src/openapi/document';
import type { Json } from '../support/emulator';

/*
 * What operations take and answer is declared once, and openapi/openapi.json is what was said of it: a declaration
 * that changes without its description was changed by accident (`npm run openapi` writes it anew).
 */

const written = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'openapi', 'openapi.json'), 'utf8'),
) as Json;
const current = JSON.parse(JSON.stringify(openApiDocument())) as Json;

/** The parts of an object that differ, by their names. */
const differing = (one: Json, other: Json): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]),
  );

test.each(Object.keys(written))('its %s are as they were written', (part) => {
  const [one, other] = [written[part], current[part]];
  if (part === 'components') {
    for (const kind of Object.keys(one)) {
      for (const name of differing(one[kind], other[kind] ?? {})) {
        expect({ [name]: other[kind]?.[name] }).toEqual({ [name]: one[kind][name] });
      }
    }
  } else if (typeof one === 'object' && one !== null) {
    for (const name of differing(one, other)) {
      expect({ [name]: other[name] }).toEqual({ [name]: one[name] });
    }
  }
  expect(other).toEqual(one);
});

test('it has no other parts', () => {
  expect(Object.keys(current)).toEqual(Object.keys(written));
});
