import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTRACT } from '../facts/facts.js';
import { casesFor } from '../verify.js';
import { evidenceSchema, hasher, type Evidence } from './evidence.js';

/** Evidence in contract/evidence that is of cases or facts as they were: in sentences. */
export function staleEvidence(folder: string = join(CONTRACT, 'evidence')): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .flatMap((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      const changed = changedSince(evidenceSchema.parse(JSON.parse(text)));
      if (changed.length === 0) return [];
      const [first] = changed;
      return [
        `contract/evidence/${name} is stale: ${changed.length} cases are others now, or new (${first}).`,
      ];
    });
}

/** Titles of cases that are not those that were tried. */
function changedSince({ release, cases: tried }: Evidence): string[] {
  const { facts, cases } = casesFor(release);
  const hash = hasher(facts);
  const changed = cases.filter(
    (one) => tried[one.operation]?.[one.name]?.split(' ', 2)[1] !== hash(one),
  );
  const known = new Set(cases.map(({ operation, name }) => `${operation} › ${name}`));
  const gone = Object.entries(tried).flatMap(([operation, found]) =>
    Object.keys(found)
      .map((name) => `${operation} › ${name}`)
      .filter((title) => !known.has(title)),
  );
  return [...changed.map(({ operation, name }) => `${operation} › ${name}`), ...gone];
}
