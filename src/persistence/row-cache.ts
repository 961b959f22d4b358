/**
 * Rows that the current transaction has already read. The steps of a flow look at the same volume,
 * VM and storages again and again: a third of a creation's reads. Only for repositories that write
 * their table in one place, which must `forget` what it changed; outside a transaction nothing is kept.
 */
export class RowCache {
  #rows: Map<string, { readonly table: object; readonly row: unknown }> | undefined;
  readonly #undone: (() => void)[] = [];

  /** Whether rows are kept now. */
  get isOpen(): boolean {
    return this.#rows !== undefined;
  }

  /** Starts with nothing kept, at the beginning of a transaction. */
  begin(): void {
    this.#rows = new Map();
  }

  /** Forgets everything after an undone transaction, and lets others who keep something do so too. */
  undo(): void {
    this.begin();
    for (const forget of this.#undone) forget();
  }

  /** `forget` is called whenever a transaction, or a part of one, was undone. */
  whenUndone(forget: () => void): void {
    this.#undone.push(forget);
  }

  /** Any of the rows may have changed. */
  forgetAll(): void {
    this.#rows?.clear();
  }

  /** Keeps nothing any more, at the end of a transaction. */
  end(): void {
    this.#rows = undefined;
  }

  /** The table's row of this key (mostly a uuid), read at most once; one of another table is none of it. */
  read<Row>(table: object, key: string, find: () => Row): Row {
    if (!this.#rows) return find();
    const known = this.#rows.get(key);
    if (known?.table === table) return known.row as Row;
    const row = find();
    if (row !== undefined) this.#rows.set(key, { table, row });
    return row;
  }

  /** The table's row of this key, if it is kept. */
  peek(table: object, key: string): unknown {
    const known = this.#rows?.get(key);
    return known?.table === table ? known.row : undefined;
  }

  /** The row as it was just written, whole. */
  keep(table: object, key: string, row: unknown): void {
    this.#rows?.set(key, { table, row });
  }

  /** These columns of the row were just written: where it is kept, it changes with them. */
  change(table: object, key: string, columns: object): void {
    const known = this.peek(table, key) as object | undefined;
    if (known) this.keep(table, key, { ...known, ...columns });
  }

  /** The row has changed. */
  forget(key: string): void {
    this.#rows?.delete(key);
  }
}
