import type { z } from 'zod';
import { simpleName } from '../../contract/inventories/inventory.js';
import { inventoryClassOf } from '../../contract/schema-map.js';
import { apiError } from '../../core/api-error.js';
import type { Condition, Query } from '../../query/query.js';
import type { Queryable } from '../../query/queryable.js';

/**
 * A query's inventories without the fields that another release does not have: who asks for one of them is refused as
 * for a field that never was. `shape`: of the list of inventories; `hidden`: fields by the inventory's name.
 */
export function withoutHiddenFields<Row>(
  queryable: Queryable<Row>,
  shape: z.ZodType,
  hidden: ReadonlyMap<string, ReadonlySet<string>>,
): Queryable<Row> {
  const javaClass = inventoryClassOf(shape);
  const fields = hidden.get(simpleName(javaClass));
  if (!fields) return queryable;
  return {
    ...queryable,
    query(query, viewer) {
      refuseHidden(query, javaClass, fields);
      return queryable.query(query, viewer);
    },
  };
}

/** @throws SYS.1000 in the words of an unknown field */
function refuseHidden(query: Query, javaClass: string, hidden: ReadonlySet<string>): void {
  const asked = [...fieldsIn(query.where), ...query.groupBy].find((name) => hidden.has(name));
  if (asked !== undefined)
    throw refusal(`inventory class[class ${javaClass}] not having field[${asked}]`);
  const sorted = query.sort.find(({ field }) => hidden.has(field));
  if (sorted) {
    throw apiError(
      'SYS.1000',
      `org.zstack.zql.ZQLError: invalid order by clause, inventory[${simpleName(javaClass)}] doesn't have field[${sorted.field}]`,
    );
  }
  const shown = query.fields?.find((name) => hidden.has(name));
  if (shown !== undefined)
    throw refusal(`inventory[\${selfInventoryClass}] has no field[${shown}]`);
}

const refusal = (text: string) =>
  apiError('SYS.1000', `org.zstack.header.exception.CloudRuntimeException: ${text}`);

/** The inventory's own fields that a condition compares. */
function fieldsIn(condition: Condition | undefined): string[] {
  if (condition === undefined || condition.kind === 'fields') return [];
  if (condition.kind === 'comparison') {
    const [first] = condition.path;
    return condition.path.length === 1 && first !== undefined ? [first] : [];
  }
  return condition.conditions.flatMap(fieldsIn);
}
