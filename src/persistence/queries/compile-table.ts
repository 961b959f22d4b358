import type { Selection, Sort } from '../../query/query.js';
import type { Table, TableColumn, Value } from '../../query/queryable.js';
import { noSuchProperty, notHql, refusedByDatabase } from '../../query/zql/query-error.js';
import { PAGE, type Compiled } from './compile.js';
import { Compiler } from './compiler.js';
import type { Entity, EntityField } from './entities.js';
import { functionOf, isAggregate, isDistinct } from './functions.js';
import { entityOf, own, shownField } from './names.js';
import { orderOf, sortedBy, TOP, type Named } from './order.js';
import { workOf } from './shape.js';
import { collated, expressionOf } from './values.js';

/** What counts of groups are sorted by. */
const COUNT = 'groupCount';

/** Rows of values: distinct ones, numbers of inventories, sums, other functions. */
export function compileTable(
  entity: Entity,
  table: Table,
  viewer: string | undefined,
): Compiled & { readonly columns: readonly TableColumn[] } {
  checkUnqualified(table);
  const compiler = new Compiler(viewer, workOf(table));
  // What sums are told apart by is a name that only the database looks for.
  const isSum = table.values.some(({ functions }) => functions[0] === 'sum');
  const keys = table.by.map((name) => {
    const field = isSum ? named(entity, name) : shownField(entity, name);
    return { field: name, kind: field.kind, sql: expressionOf(field, TOP) };
  });
  const values = table.values.map((value) => columnOf(entity, value));
  const from = compiler.from(entity, table.joins);
  const where = compiler.where(entity, table, undefined);
  const isOne = table.values.some(({ functions }) => functions.some(isAggregate));
  const isGrouped = keys.length > 0 && (isOne || values.length === 0);
  const groups = keys.map(({ kind, sql }) => collated({ column: '', kind }, sql));
  const isOfFirst = keys.length > 0 && !isGrouped;
  const rows = isOfFirst
    ? `${entity.from} ${TOP}${compiler.firstOfGroups(entity, from, where, table.by)}`
    : `${from}${where}${isGrouped ? ` group by ${groups.join(', ')}` : ''}`;
  const columns = [...keys, ...values];
  const order =
    isGrouped || isOne
      ? [
          ...sortsOfTable(entity, table.sort, columns, compiler.named),
          ...keys.map((_key, i) => `${i + 1}`),
        ]
      : [orderOf(entity, table.sort, false, compiler.named)];
  const ordered = order.length > 0 ? ` order by ${order.join(', ')}` : '';
  return {
    text: `select ${columns.map(({ sql }) => sql).join(', ')} from ${rows}${ordered} ${PAGE}`,
    values: [...compiler.values, table.limit, table.start],
    columns,
  };
}

function named(entity: Entity, name: string): EntityField {
  const field = own(entity.fields, name);
  if (!field) throw noSuchProperty(name, entity.javaClass);
  return field;
}

/** Sums and counts are sorted by their names. What is neither told nor grouped is that of any row of the group. */
function sortsOfTable(
  entity: Entity,
  sorts: readonly Sort[],
  columns: readonly TableColumn[],
  find: Named,
): string[] {
  return sorts.map((sort) => {
    const name = sort.field.toLowerCase() === COUNT.toLowerCase() ? COUNT : sort.field;
    const at = sort.expression ? -1 : columns.findIndex(({ field }) => field === name);
    const sql = at === -1 ? sortedBy(entity, sort, '', find) : `${at + 1}`;
    return `${sql} ${sort.direction === 'ascending' ? 'asc' : 'desc'}`;
  });
}

/** How many inventories have something in a field, or how many different values there are. */
export function compileCountOf(
  entity: Entity,
  selection: Selection,
  counted: Value,
  viewer: string | undefined,
): Compiled {
  const compiler = new Compiler(viewer, workOf(selection));
  const { sql } = countOf(entity, counted);
  const from = compiler.from(entity, selection.joins);
  const where = compiler.where(entity, selection, undefined);
  return { text: `select ${sql} from ${from}${where}`, values: compiler.values };
}

function columnOf(entity: Entity, value: Value): TableColumn & { readonly sql: string } {
  const [outermost] = value.functions;
  if (outermost === 'count')
    return {
      field: COUNT,
      kind: 'number',
      sql: countOf(entity, { ...value, functions: value.functions.slice(1) }).sql,
    };
  const field = shownField(entity, value.field ?? '');
  const expression = expressionOf(field, TOP);
  const name = value.field ?? '';
  if (outermost === undefined) return { field: name, kind: field.kind, sql: expression };
  return { field: name, ...functionOf(outermost, field, expression) };
}

/** `count(…)` of a field, of distinct ones, or of functions of it: all of them, where a query takes the outermost. */
function countOf(entity: Entity, { field: name, functions }: Value): { readonly sql: string } {
  if (functions.some(isAggregate)) throw refusedByDatabase('GenericJDBCException');
  const field =
    name === undefined ? ({ column: entity.key, kind: 'text' } as const) : shownField(entity, name);
  let of = { sql: expressionOf(field, TOP), kind: field.kind };
  const inner = functions.filter((each) => !isDistinct(each)).toReversed();
  if (functions.some(isDistinct) && !isDistinct(functions[0] ?? '')) {
    throw notHql('unexpected token: DISTINCT');
  }
  for (const each of inner) of = functionOf(each, of, of.sql);
  const distinct = functions.length > 0 && isDistinct(functions[0] ?? '') ? 'distinct ' : '';
  return { sql: `count(${distinct}${collated({ column: '', kind: of.kind }, of.sql)})` };
}

/**
 * Names without an entity before them are the database's to find, where several inventories are read: one that two
 * of them have is refused.
 */
function checkUnqualified({ joins = [], by, sort, values }: Table): void {
  if (joins.length === 0) return;
  const plain = values.flatMap(({ field, functions }) =>
    field !== undefined && functions.length === 0 ? [field] : [],
  );
  const sorted = sort.flatMap(({ field }) => (field === '' ? [] : [field]));
  for (const name of [...by, ...plain, ...sorted]) {
    const isTwice = joins.some((join) => own(entityOf(join.entity).fields, name) !== undefined);
    if (isTwice) throw refusedByDatabase('ConstraintViolationException');
  }
}
