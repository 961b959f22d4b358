import { apiError } from '../../core/api-error.js';
import type { Comparison, Restriction } from '../../query/query.js';
import {
  noSuchProperty,
  notHql,
  nullPointer,
  runtimeError,
  zqlError,
} from '../../query/zql/query-error.js';
import { ENTITIES, type Entity, type EntityField } from './entities.js';
import { TAG_TABLES } from './tag-tables.js';

/** What stands in the record under this name of a client's. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** The way to a field with its shortcuts written out. */
export function resolve(entity: Entity, path: readonly string[]): readonly string[] {
  const [head = '', ...rest] = path;
  const way = own(entity.shortcuts, head);
  return way ? [...way, ...rest] : path;
}

/**
 * A way with its shortcuts written out, and without a last step that leads to what is known before it: `uuid` of the
 * `backupStorage` of a ref is its `backupStorageUuid`, as in the real system.
 */
export function stepsOf(entity: Entity, path: readonly string[]): readonly string[] {
  const [head = '', ...rest] = resolve(entity, path);
  const relation = rest.length > 0 ? own(entity.relations, head) : undefined;
  if (!relation) return [head, ...rest];
  const target = ENTITIES[relation.to] as Entity;
  const isKey = rest.length === 1 && own(target.fields, rest[0] ?? '')?.column === relation.inner;
  const known = Object.entries(entity.fields).find(([, { column }]) => column === relation.outer);
  return isKey && known ? [known[0]] : [head, ...stepsOf(target, rest)];
}

/** The entity that ZQL calls so, in any case. */
export function entityOf(name: string): Entity {
  const wanted = `${name}Inventory`.toLowerCase();
  const found = Object.values(ENTITIES as Record<string, Entity>).find(
    ({ javaClass }) => shortName(javaClass).toLowerCase() === wanted,
  );
  if (found) return found;
  throw runtimeError(`cannot find inventory with name[${name}]`);
}

/**
 * A restriction as a condition: on the nearest inventory of its entity that relations lead to. Where none does, the
 * real system leaves the restriction out, unless it is told to refuse (`zql.errorIfNoDBGraphRelation`); here it is
 * refused always, for nobody restricts in order to find all.
 */
export function restricted(entity: Entity, { entity: name, comparison }: Restriction): Comparison {
  const { operator, path } = comparison;
  const [field = ''] = path;
  if (name === undefined) {
    if (field === '__systemTag__' || field === '__userTag__') return comparison;
    throw zqlError(
      `the restrict by clause[${field} ...] without entity name is not handled by any extension`,
    );
  }
  if (operator === 'isNull' || operator === 'notNull') throw nullPointer();
  if (operator === 'has' || operator === 'notHas') throw notHql('unexpected token: has');
  const way = wayTo(entity, entityOf(name));
  if (way) return { ...comparison, path: [...way, ...path] };
  throw zqlError(
    `invalid restrict by clause, inventory[${name}] has no restriction to inventory[${shortName(entity.javaClass)}]`,
  );
}

export const canRestrict = (entity: Entity, { entity: name }: Restriction): boolean =>
  name === undefined || wayTo(entity, entityOf(name)) !== undefined;

function wayTo(from: Entity, to: Entity): readonly string[] | undefined {
  const seen = new Set<Entity>([from]);
  let ends: { entity: Entity; way: readonly string[] }[] = [{ entity: from, way: [] }];
  while (ends.length > 0) {
    const found = ends.find(({ entity }) => entity === to);
    if (found) return found.way;
    ends = ends.flatMap(({ entity, way }) =>
      Object.entries(entity.relations).flatMap(([name, relation]) => {
        const target = ENTITIES[relation.to] as Entity;
        if (seen.has(target)) return [];
        seen.add(target);
        return [{ entity: target, way: [...way, name] }];
      }),
    );
  }
  return undefined;
}

/** Class of the inventory whose field a way ends at; undefined where it leads nowhere. */
export function ownerOf(entity: Entity, path: readonly string[]): string | undefined {
  const [head = '', ...rest] = resolve(entity, path);
  if (rest.length === 0) return entity.javaClass;
  const relation = own(entity.relations, head);
  return relation && ownerOf(ENTITIES[relation.to], rest);
}

export function ownField(entity: Entity, name: string): EntityField {
  const field = own(entity.fields, name);
  if (field) return field;
  throw runtimeError(`inventory class[class ${entity.javaClass}] not having field[${name}]`);
}

/** Lists of other inventories can be shown, too. */
export function checkShown(entity: Entity, name: string): void {
  const isList = Object.hasOwn(entity.relations, name) || Object.hasOwn(entity.shortcuts, name);
  if (isList || own(entity.fields, name)) return;
  // The text of the real system, whose own variable was never filled in.
  throw apiError(
    'SYS.1000',
    `org.zstack.header.exception.CloudRuntimeException: inventory[\${selfInventoryClass}] has no field[${name}]`,
  );
}

/** Which of the fields of inventories are lists: of other inventories, and of their uuids. Their names are plurals. */
export function listsAmong(entity: Entity, names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const isList = name.endsWith('s') && (name in entity.relations || name in entity.shortcuts);
    if (!isList) shownField(entity, name);
    return isList;
  });
}

/** A field that is asked for by ZQL, not by a condition. The real system forgot to fill in the class. */
export function shownField(entity: Entity, name: string): EntityField {
  const field = own(entity.fields, name);
  if (field) return field;
  if (TAG_TABLES.has(name)) throw noSuchProperty(name, entity.javaClass);
  throw runtimeError('inventory[${selfInventoryClass}] has no field[' + name + ']');
}

export function noSuchRelation(entity: Entity, path: readonly string[], name: string) {
  return runtimeError(
    `invalid nested query condition[${path.join('.')}] on class ${entity.javaClass},the expanded target[${shortName(entity.javaClass)}] have no expanded query[${name}]`,
  );
}

export const noSuchOrder = (entity: Entity, field: string) =>
  zqlError(
    `invalid order by clause, inventory[${shortName(entity.javaClass)}] doesn't have field[${field}]`,
  );

export const shortName = (javaClass: string) => javaClass.slice(javaClass.lastIndexOf('.') + 1);
