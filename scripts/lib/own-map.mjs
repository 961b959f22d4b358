const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));

/**
 * A source map that leads to the sources which `isKept`, and nowhere else: a third of the size when the
 * packages inside of a bundle are left out.
 */
export function ownMap({ version, sources, mappings }, isKept) {
  const kept = sources.filter(isKept);
  const places = sources.map((source) => kept.indexOf(source));
  const at = { source: 0, line: 0, column: 0 };
  const written = { source: 0, line: 0, column: 0 };
  const lines = mappings.split(';').map((line) => {
    let generated = 0;
    let writtenGenerated = 0;
    // One mapping that leads nowhere ends what goes before it.
    let leadsNowhere = true;
    const segments = line.split(',').flatMap((segment) => {
      if (segment === '') return [];
      const [step, source, row, column] = decode(segment);
      generated += step;
      if (source === undefined) return [];
      at.source += source;
      at.line += row;
      at.column += column;
      const place = places[at.source];
      if (place === -1 && leadsNowhere) return [];
      leadsNowhere = place === -1;
      const moved = encode(generated - writtenGenerated);
      writtenGenerated = generated;
      if (leadsNowhere) return [moved];
      const text = `${moved}${encode(place - written.source)}${encode(at.line - written.line)}${encode(at.column - written.column)}`;
      Object.assign(written, at, { source: place });
      return [text];
    });
    return segments.join(',');
  });
  return { version, sources: kept, names: [], mappings: lines.join(';') };
}

function decode(segment) {
  const numbers = [];
  let value = 0;
  let shift = 0;
  for (const digit of segment) {
    const bits = VALUES.get(digit);
    value |= (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) !== 0) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = 0;
    shift = 0;
  }
  return numbers;
}

function encode(number) {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = '';
  do {
    const bits = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? bits | 32 : bits];
  } while (rest > 0);
  return text;
}
