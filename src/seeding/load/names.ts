import { Comparisons } from './comparisons.js';
import { withNumber, type Pattern } from '../patterns.js';

export const KINDS = [
  'access-key',
  'account',
  'backup-storage',
  'cluster',
  'disk-offering',
  'eip',
  'host',
  'image',
  'image-group',
  'image-replication-group',
  'instance-offering',
  'l2-network',
  'l3-network',
  'long-job',
  'policy',
  'primary-storage',
  'security-group',
  'session',
  'ssh-key-pair',
  'tag-pattern',
  'url',
  'user',
  'user-group',
  'vip',
  'vm-instance',
  'volume',
  'image-package',
  'volume-backup',
  'volume-snapshot',
  'volume-snapshot-group',
  'webhook',
  'zone',
] as const;
/** Kinds of what a seed names; a name is given once in its kind. */
export type Kind = (typeof KINDS)[number];

/** A name of the seed, or with `{n}` many of them. */
export interface Named {
  readonly pattern: Pattern;
  /** With `{n}` where the name has it; undefined: derived. */
  readonly uuid: string | undefined;
  /** Where it stands, for messages. */
  readonly placeOf: () => string;
}

/** Everything that a seed names, without making a list of what it counts. */
export class Names {
  readonly #exact = new Map<Kind, Map<string, Named>>();
  readonly #patterns = new Map<Kind, Named[]>();
  readonly #compared = new Comparisons();

  /** Adds a name; answers the one that it clashes with, if there is one. */
  add(kind: Kind, named: Named): Named | undefined {
    const exact = entryOf(this.#exact, kind, () => new Map<string, Named>());
    const patterns = entryOf(this.#patterns, kind, (): Named[] => []);
    const { text, hasNumber, last, first } = named.pattern;
    if (!hasNumber) {
      const known =
        exact.get(text) ??
        patterns.find(({ pattern }) => {
          this.#compared.count();
          return pattern.numberOf(text) !== undefined;
        });
      if (!known) exact.set(text, named);
      return known;
    }
    let known = patterns.find(({ pattern }) => this.#meet(pattern, named.pattern));
    // Either way round the fewer ones are looked up among the more.
    this.#compared.count(Math.min(exact.size, last - first + 1), true);
    if (!known && exact.size <= last - first) {
      for (const [one, other] of exact) {
        if (named.pattern.numberOf(one) !== undefined) known = other;
      }
    } else if (!known) {
      for (let n = first; n <= last && !known; n++) known = exact.get(withNumber(text, n));
    }
    if (!known) patterns.push(named);
    return known;
  }

  /** What a name stands for, and its number there; undefined when nothing has that name. */
  find(kind: Kind, text: string): { readonly named: Named; readonly n: number } | undefined {
    const exact = this.#exact.get(kind)?.get(text);
    if (exact) return { named: exact, n: exact.pattern.first };
    for (const named of this.#patterns.get(kind) ?? []) {
      const n = named.pattern.numberOf(text);
      if (n !== undefined) return { named, n };
    }
    return undefined;
  }

  /** Whether two patterns make a text that is the same. */
  #meet(a: Pattern, b: Pattern): boolean {
    this.#compared.count(1, true);
    if (a.text === b.text) return a.first <= b.last && b.first <= a.last;
    if (!a.mayMeet(b)) return false;
    const [few, many] = a.last - a.first < b.last - b.first ? [a, b] : [b, a];
    this.#compared.count(few.last - few.first + 1, true);
    for (let n = few.first; n <= few.last; n++) {
      if (many.numberOf(withNumber(few.text, n)) !== undefined) return true;
    }
    return false;
  }
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
