/** Defects that were written by hand (test/planted-defects.yaml): each must be seen. */
import { join } from 'node:path';
import { load as parse } from 'js-yaml';
import { readFileSync } from 'node:fs';
import { PreparationError, root } from '../lib/prepare.mjs';
import { hashOf, read } from './files.mjs';

export function plantedDefects(isWanted) {
  const rows = parse(readFileSync(join(root, 'test', 'planted-defects.yaml'), 'utf8'));
  return rows.filter(({ file }) => isWanted(file)).map(planted);
}

function planted({ name, file, from, to, seenBy }) {
  const before = read(file);
  const start = before.indexOf(from);
  if (start < 0 || before.includes(from, start + 1)) {
    throw new PreparationError(`${file}: what "${name}" replaces is not there once: ${from}`);
  }
  const end = start + from.length;
  const text = before.slice(0, start) + to + before.slice(end);
  const placeOf = (offset) => {
    const lines = before.slice(0, offset).split('\n');
    return [lines.length, lines.at(-1).length];
  };
  const [line, column] = placeOf(start);
  const [endLine, endColumn] = placeOf(end);
  return {
    name,
    seenBy,
    file,
    line,
    column,
    endLine,
    endColumn,
    original: from,
    replacement: to,
    text,
    key: hashOf(file, text),
  };
}
