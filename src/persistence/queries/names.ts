import { apiError } from '../../core/api-error.js';
import type { Selection } from '../../query/query.js';
import { zqlError } from '../../query/zql/zql-error.js';
import { ENTITIES, type Entity, type EntityField } from './entities.js';

/** What stands in the record under this name of a client's. */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** The way to a field with its shortcuts written out. */
export function resolve(entity: Entity, path: readonly string[]): readonly string[] {
  const [head = '', ...rest] = path;
  const way = own(entity.shortcuts, head);
  return way ? [...way, ...rest] : path;
}

/** The entity that ZQL calls so, in any case. */
export function entityOf(name: string): Entity {
  const wanted = `${name}Inventory`.toLowerCase();
  const found = Object.values(ENTITIES as Record<string, Entity>).find(
    ({ javaClass }) => shortName(javaClass).toLowerCase() === wanted,
  );
  if (found) return found;
  throw apiError(
    'SYS.1000',
    `org.zstack.header.exception.CloudRuntimeException: cannot find inventory with name[${name}]`,
  );
}

/** A restriction as a condition: on the nearest inventory of its entity that relations lead to. */
export function restricted(
  entity: Entity,
  { entity: name, comparison }: Selection['restrictions'][number],
) {
  if (name === undefined) return comparison;
  const way = wayTo(entity, entityOf(name));
  if (way) return { ...comparison, path: [...way, ...comparison.path] };
  throw zqlError(
    `invalid restrict by clause, inventory[${shortName(entity.javaClass)}] cannot reach entity[${name}]`,
  );
}

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

export function ownField(entity: Entity, name: string): EntityField {
  const field = own(entity.fields, name);
  if (field) return field;
  throw apiError(
    'SYS.1000',
    `org.zstack.header.exception.CloudRuntimeException: inventory class[class ${entity.javaClass}] not having field[${name}]`,
  );
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

export function noSuchRelation(entity: Entity, path: readonly string[], name: string) {
  return apiError(
    'SYS.1000',
    `org.zstack.header.exception.CloudRuntimeException: invalid nested query condition[${path.join('.')}] on class ${entity.javaClass},the expanded target[${shortName(entity.javaClass)}] have no expanded query[${name}]`,
  );
}

export const noSuchOrder = (entity: Entity, field: string) =>
  zqlError(
    `invalid order by clause, inventory[${shortName(entity.javaClass)}] doesn't have field[${field}]`,
  );

const shortName = (javaClass: string) => javaClass.slice(javaClass.lastIndexOf('.') + 1);
