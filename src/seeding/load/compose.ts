import { InvalidSeed } from '../invalid-seed.js';
import { Pattern } from '../patterns.js';
import {
  headSchema,
  IDENTITIES,
  LIST_NAMES,
  SETTINGS,
  type Head,
  type ListName,
} from '../schema/world.js';
import { Problems } from './problems.js';
import { problemsOf } from './problems-of.js';
import { Comparisons } from './comparisons.js';
import { readDocument, type SeedDocument } from './read-document.js';
import type { ReadInclude, SeedSource } from './sources.js';

const DEEPEST = 16;

type Fields = Record<string, unknown>;

/** A place in a document. */
interface Origin {
  readonly document: SeedDocument;
  readonly path: readonly PropertyKey[];
}

/** An entry as it is after all overrides: its fields, and where each of them stands. */
export class Slot {
  readonly #origins = new Map<string, Origin>();

  constructor(
    readonly list: ListName,
    public value: unknown,
    readonly origin: Origin,
    /** Overrides of single resources of a count. */
    readonly patches = new Map<number, Slot>(),
  ) {}

  /** The slot with other fields beside its own, or in their place. */
  override(fields: Fields, origin: Origin): void {
    this.value = { ...(this.value as Fields), ...fields };
    for (const name of Object.keys(fields)) this.#origins.set(name, origin);
  }

  /** One resource of the count, with fields of its own. */
  patched(n: number, fields: Fields, origin: Origin): void {
    let slot = this.patches.get(n);
    if (!slot) {
      slot = new Slot(this.list, { ...(this.value as Fields) }, this.origin);
      for (const [name, place] of this.#origins) slot.#origins.set(name, place);
      this.patches.set(n, slot);
    }
    const { name: _name, key: _key, ...others } = fields;
    slot.override(others, origin);
  }

  /** Where it stands, or what is at this path in it. */
  placeOf(path: readonly PropertyKey[] = []): string {
    const { document, path: start } = this.#origins.get(String(path[0])) ?? this.origin;
    return document.placeOf([...start, ...path]);
  }
}

/** What seeds say together, before their entries are checked. */
export class Composition {
  readonly problems = new Problems();
  readonly settings: { -readonly [K in keyof typeof SETTINGS]?: Head[K] } = {};
  readonly globalConfig = new Map<string, { readonly value: string; readonly origin: Origin }>();
  readonly slots = Object.fromEntries(LIST_NAMES.map((list) => [list, []])) as unknown as Record<
    ListName,
    Slot[]
  >;
  readonly #include: ReadInclude;
  readonly #known = new Map<ListName, Map<string, Slot>>();
  /** Entries that stand for many, with the names that they make. */
  readonly #counted = new Map<ListName, { readonly slot: Slot; readonly numbers: Pattern }[]>();
  readonly #compared = new Comparisons();
  readonly #done = new Set<string>();

  constructor(include: ReadInclude) {
    this.#include = include;
  }

  /** Adds a seed behind those that were added before, and before it what it includes. */
  add(source: SeedSource, around: readonly string[] = []): void {
    // A seed that several others include stands once.
    if (this.#done.has(source.name)) return;
    const document = this.#try(() => readDocument(source));
    const head = document && this.#headOf(document);
    if (!document || !head) return;
    const within = [...around, source.name];
    for (const [i, name] of head.include.entries()) {
      this.#addInclude(name, document, ['include', i], within);
    }
    this.#done.add(source.name);
    this.#addHead(document, head);
    for (const list of LIST_NAMES) {
      for (const [i, value] of head[list].entries()) {
        this.#addEntry(list, value, { document, path: [list, i] });
      }
    }
  }

  #addInclude(
    name: string,
    document: SeedDocument,
    path: readonly PropertyKey[],
    within: readonly string[],
  ): void {
    const place = document.placeOf(path);
    if (within.length >= DEEPEST) {
      this.problems.add(`${place}: seeds include each other more than ${DEEPEST} deep`);
      return;
    }
    const source = this.#try(() => this.#include(name, document.name), `${place}: `);
    if (!source) return;
    if (within.includes(source.name)) {
      this.problems.add(
        `${place}: ${[...within, source.name].join(' includes ')}, which is a circle`,
      );
    } else this.add(source, within);
  }

  #headOf(document: SeedDocument): Head | undefined {
    const parsed = headSchema.safeParse(document.value ?? {});
    if (parsed.success) return parsed.data;
    for (const { path, message } of problemsOf(parsed.error)) {
      this.problems.add(`${document.placeOf(path)}: ${message}`);
    }
    return undefined;
  }

  #addHead(document: SeedDocument, head: Head): void {
    for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
      if (head[name] !== undefined) Object.assign(this.settings, { [name]: head[name] });
    }
    for (const [name, value] of Object.entries(head.globalConfig)) {
      this.globalConfig.set(name, { value, origin: { document, path: ['globalConfig', name] } });
    }
  }

  #addEntry(list: ListName, value: unknown, origin: Origin): void {
    const slot = new Slot(list, value, origin);
    const identity = identityOf(list, value);
    if (identity === undefined) {
      this.#keep(slot);
      return;
    }
    const known = this.#known.get(list) ?? new Map<string, Slot>();
    this.#known.set(list, known);
    const before = known.get(identity);
    const { override, ...fields } = value as Fields;
    if (override === true) this.#override(slot, fields, identity, before);
    // Whether their numbers meet is seen when all names are known.
    else if (before && isCounted(before.value) && isCounted(value)) this.#keep(slot);
    else if (before) {
      this.problems.add(
        `${slot.placeOf()}: '${identity}' stands already at ${before.placeOf()}; \`override: true\` would change it${list in IDENTITIES ? '' : ', a `key` of its own tells it apart'}`,
      );
    } else {
      known.set(identity, slot);
      this.#keep(slot);
    }
  }

  #keep(slot: Slot): void {
    this.slots[slot.list].push(slot);
    const numbers = isFields(slot.value) ? numbersOf(slot) : undefined;
    if (!numbers) return;
    const counted = this.#counted.get(slot.list) ?? [];
    this.#counted.set(slot.list, counted);
    counted.push({ slot, numbers });
  }

  #override(slot: Slot, fields: Fields, identity: string, before: Slot | undefined): void {
    if (before) {
      before.override(fields, slot.origin);
      return;
    }
    for (const counted of this.#counted.get(slot.list) ?? []) {
      this.#compared.count();
      const n = counted.numbers.numberOf(identity);
      if (n === undefined) continue;
      if (fields['uuid'] !== undefined) {
        this.problems.add(`${slot.placeOf(['uuid'])}: one resource of a count keeps its uuid`);
      }
      counted.slot.patched(n, fields, slot.origin);
      return;
    }
    this.problems.add(`${slot.placeOf()}: overrides '${identity}', which does not stand before it`);
  }

  #try<T>(work: () => T, before = ''): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof InvalidSeed)) throw error;
      for (const problem of error.problems) this.problems.add(`${before}${problem}`);
      return undefined;
    }
  }
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const isCounted = (value: unknown): boolean =>
  typeof (value as { count?: unknown }).count === 'number';

/** What tells an entry from all others of its list; undefined where it is missing or none. */
export function identityOf(list: ListName, value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Fields;
  const other = IDENTITIES[list];
  const found = other === undefined ? (fields['key'] ?? fields['name']) : fields[other];
  return typeof found === 'string' ? found : undefined;
}

/** The names of the resources of a count, or undefined where it is none. */
function numbersOf({ list, value }: Slot): Pattern | undefined {
  const text = identityOf(list, value);
  const { count, from = 1 } = value as Fields;
  if (text === undefined || typeof count !== 'number' || typeof from !== 'number') return undefined;
  return new Pattern(text, from, from + count - 1);
}
