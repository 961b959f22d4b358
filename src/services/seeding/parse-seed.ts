import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { InvalidSeed } from './invalid-seed.js';
import { seedSchema, type Seed } from './seed-schema.js';

/**
 * Reads a seed (YAML or JSON). `file` is only named in the messages.
 * @throws {InvalidSeed} with every problem found
 */
export function parseSeed(text: string, file: string): Seed {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new InvalidSeed(
      document.errors.map(
        (error) => `${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`,
      ),
    );
  }
  const parsed = seedSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  throw new InvalidSeed(
    parsed.error.issues.map(({ path, message }) => {
      const place = path.length === 0 ? 'the seed' : path.join('.');
      return `${file}:${lineOf(document, path, lines)}: ${place}: ${message}`;
    }),
  );
}

/** The line of a place, or of the nearest one around it that stands in the file. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
