import { readFacts, type Facts } from './facts/facts.js';

/** What a client reads of the answers of an operation. */
export type ClientReads = Readonly<Record<string, readonly string[]>>;

export interface MissingRead {
  readonly operation: string;
  readonly what: string;
}

/** Fields that a client reads and a release does not answer, by the facts alone. */
export function missingReads(reads: ClientReads, release?: string): MissingRead[] {
  const [now, there] = [readFacts(), readFacts(release)];
  return Object.entries(reads).flatMap(([operation, paths]) =>
    paths.flatMap((path) => {
      const place = holderOf(there, operation, path);
      const known = holderOf(now, operation, path);
      return known?.isThere === true && place?.isThere === false
        ? [{ operation, what: `it reads '${place.field}' of ${place.holder}` }]
        : [];
    }),
  );
}

interface Place {
  /** The inventory, or the answer itself. */
  readonly holder: string;
  readonly field: string;
  readonly isThere: boolean;
}

const ITEM = /^(?:List|Set|Collection|ArrayList)<(.+)>$/;

/** What the last field of a path is one of; undefined where the facts do not know. */
function holderOf(facts: Facts, operation: string, path: string): Place | undefined {
  const answer = facts.operations.get(operation)?.answer;
  if (!answer) return undefined;
  let fields: Readonly<Record<string, string>> = answer;
  let holder = `the answer of ${operation}`;
  const steps = path.replaceAll('[]', '').split('.');
  for (const step of steps.slice(0, -1)) {
    const type = fields[step];
    if (type === undefined) return undefined;
    const name = ITEM.exec(type)?.[1] ?? type;
    const known = facts.inventories[name];
    if (!known) return undefined;
    fields = known;
    holder = name;
  }
  const field = steps.at(-1) ?? '';
  return { holder, field, isThere: field in fields };
}
