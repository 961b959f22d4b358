/** One number of Prometheus' text format. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([^ ]+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** The numbers of a scrape. */
export function samplesIn(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) return [];
    const pairs = [...labels.matchAll(LABEL)].map(([, key = '', given = '']) => [
      key,
      given.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter)),
    ]);
    return [{ name, labels: Object.fromEntries(pairs) as Sample['labels'], value: Number(value) }];
  });
}

/** How the calls of one operation came. */
export interface OperationFigures {
  readonly operation: string;
  readonly count: number;
  readonly refused: number;
  /** Mean, in ms. */
  readonly milliseconds: number;
}

const SECONDS = 'zstack_emulator_request_seconds';

/** Operations by how often clients called them: the emulator's own are no client's. */
export function operationFigures(
  samples: readonly Sample[],
  own: ReadonlySet<string>,
): OperationFigures[] {
  const sums = new Map<string, { count: number; refused: number; seconds: number }>();
  for (const { name, labels, value } of samples) {
    const { operation = '', status } = labels;
    const isCount = name === `${SECONDS}_count`;
    if ((!isCount && name !== `${SECONDS}_sum`) || own.has(operation)) continue;
    const known = sums.get(operation) ?? { count: 0, refused: 0, seconds: 0 };
    sums.set(operation, known);
    if (!isCount) known.seconds += value;
    else {
      known.count += value;
      if (Number(status) >= 400 || status === '0') known.refused += value;
    }
  }
  return [...sums]
    .map(([operation, { count, refused, seconds }]) => ({
      operation,
      count,
      refused,
      milliseconds: (seconds / Math.max(count, 1)) * 1000,
    }))
    .toSorted((a, b) => b.count - a.count);
}
