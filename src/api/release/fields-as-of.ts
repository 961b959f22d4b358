import type * as z from 'zod';
import { simpleName } from '../../contract/inventories/inventory.js';
import { inventoryClassOf } from '../../contract/schema-map.js';
import type { Condition, Selection, Sort } from '../../query/query.js';
import type { Queryable } from '../../query/queryable.js';
import { noSuchProperty, runtimeError, zqlError } from '../../query/zql/query-error.js';

/**
 * A query's inventories without the fields that another release does not have: who asks for one of them is refused as
 * for a field that never was. `shape`: of the list of inventories; `hidden`: fields by the inventory's name.
 */
export function withoutHiddenFields<Row>(
  queryable: Queryable<Row>,
  shape: z.ZodType,
  hidden: ReadonlyMap<string, ReadonlySet<string>>,
): Queryable<Row> {
  const look = new Look(inventoryClassOf(shape), hidden, queryable);
  return {
    ...queryable,
    query(query, viewer) {
      look.atSelection(query);
      look.atSort(query.sort);
      look.atShown(query.fields ?? []);
      return queryable.query(query, viewer);
    },
    count(selection, counted, viewer) {
      look.atSelection(selection);
      return queryable.count(selection, counted, viewer);
    },
    tabulate(table, viewer) {
      look.atSelection(table);
      // What sums are told apart by is a name that only the database looks for.
      if (table.values.some(({ functions }) => functions[0] === 'sum')) look.atKeys(table.by);
      else look.atShown([...table.by, ...table.values.flatMap(({ field }) => field ?? [])]);
      look.atSort(table.sort);
      return queryable.tabulate(table, viewer);
    },
    listsAmong(names) {
      look.atShown(names);
      return queryable.listsAmong(names);
    },
    checkSort(sort) {
      look.atSort(sort);
      queryable.checkSort(sort);
    },
  };
}

/** Refuses fields that inventories have not, in the words of an unknown field: SYS.1000. */
class Look {
  readonly #own: ReadonlySet<string>;

  constructor(
    private readonly javaClass: string,
    private readonly hidden: ReadonlyMap<string, ReadonlySet<string>>,
    private readonly queryable: Pick<Queryable<unknown>, 'ownerOf'>,
  ) {
    this.#own = hidden.get(simpleName(javaClass)) ?? new Set();
  }

  /** Also fields of what relations lead to: `vmNics.usedIps.ipInLong`. */
  atSelection({ where }: Selection): void {
    for (const path of pathsIn(where)) {
      const owner = this.queryable.ownerOf(path);
      const name = path.at(-1) ?? '';
      if (owner !== undefined && this.hidden.get(simpleName(owner))?.has(name)) {
        throw runtimeError(`inventory class[class ${owner}] not having field[${name}]`);
      }
    }
  }

  atKeys(names: readonly string[]): void {
    const name = this.#hiddenOf(names);
    if (name !== undefined) throw noSuchProperty(name, this.javaClass);
  }

  atShown(names: readonly string[]): void {
    const name = this.#hiddenOf(names);
    if (name !== undefined)
      throw runtimeError('inventory[${selfInventoryClass}] has no field[' + name + ']');
  }

  atSort(sort: readonly Sort[]): void {
    const name = this.#hiddenOf(sort.map(({ field }) => field));
    if (name === undefined) return;
    const inventory = simpleName(this.javaClass);
    throw zqlError(`invalid order by clause, inventory[${inventory}] doesn't have field[${name}]`);
  }

  #hiddenOf(names: readonly string[]): string | undefined {
    return names.find((name) => this.#own.has(name));
  }
}

/** The ways to the fields that a condition compares. */
function pathsIn(condition: Condition | undefined): (readonly string[])[] {
  if (condition === undefined || condition.kind === 'fields') return [];
  return condition.kind === 'comparison' ? [condition.path] : condition.conditions.flatMap(pathsIn);
}
