import { MOST_JOINS, MOST_RELATIONS, MOST_RETURNS, tooLarge } from '../../query/limits.js';
import type { Comparison, Condition, Selection } from '../../query/query.js';
import { ENTITIES, type Entity } from './entities.js';
import { entityOf, own, resolve, restricted } from './names.js';

/**
 * Refuses by its shape what would only cost time: a way that comes to the same kind of resource again and again
 * (what it finds is all that it began with, and it costs as much as all these together, multiplied), and more
 * relations than SQLite makes a plan for quickly.
 * @throws SYS.1007
 */
export function checkShape(entity: Entity, selection: Selection): void {
  const shape = new Shape();
  if (selection.where) shape.add(entity, selection.where);
  for (const restriction of selection.restrictions) {
    shape.add(entity, restricted(entity, restriction));
  }
  const { joins = [] } = selection;
  if (joins.length > MOST_JOINS)
    throw tooLarge(`a query joins more than ${MOST_JOINS} inventories`);
  for (const { on } of joins) if (on) shape.add(entity, on);
}

/** More work than this is looked at row by row anyway. */
const MOST_WORK = 256;

/** How much it is to judge a row: each comparison counts, and each wildcard of its pattern. */
export function workOf({ where, restrictions, joins = [] }: Selection): number {
  let work = restrictions.length + joins.length;
  const add = (condition: Condition): void => {
    if (work >= MOST_WORK) return;
    if (condition.kind === 'fields') {
      work++;
      return;
    }
    if (condition.kind !== 'comparison') {
      for (const each of condition.conditions) add(each);
      return;
    }
    work += 1 + wildcardsOf(condition);
    if (condition.subquery?.where) add(condition.subquery.where);
  };
  if (where) add(where);
  for (const { on } of joins) if (on) add(on);
  return work;
}

/** A text is looked through from each place where what follows a wildcard could begin. */
function wildcardsOf({ operator, values: [pattern = ''] }: Comparison): number {
  if (operator !== 'like' && operator !== 'notLike') return 0;
  let wildcards = 0;
  for (let at = pattern.indexOf('%'); at >= 0 && wildcards < MOST_WORK; wildcards++) {
    at = pattern.indexOf('%', at + 1);
  }
  return wildcards + Math.floor(pattern.length / 64);
}

class Shape {
  #relations = 0;

  add(entity: Entity, condition: Condition): void {
    if (condition.kind === 'fields') return;
    if (condition.kind !== 'comparison') {
      for (const each of condition.conditions) this.add(entity, each);
      return;
    }
    const { subquery } = condition;
    if (subquery?.where) this.add(entityOf(subquery.entity), subquery.where);
    if (condition.path.length > 1) this.#walk(entity, condition);
  }

  #walk(from: Entity, { path }: Comparison): void {
    const visits = new Map([[from.from, 1]]);
    let entity = from;
    let rest = path;
    let relations = 0;
    for (;;) {
      const [head = '', ...further] = resolve(entity, rest);
      const relation = further.length > 0 ? own(entity.relations, head) : undefined;
      // What leads nowhere is refused in the real system's words where it is compiled.
      if (!relation) break;
      entity = ENTITIES[relation.to];
      rest = further;
      relations++;
      const times = (visits.get(entity.from) ?? 0) + 1;
      visits.set(entity.from, times);
      if (times > MOST_RETURNS) {
        throw tooLarge(
          `the way[${path.join('.')}] of a condition comes to inventory[${entity.javaClass.slice(entity.javaClass.lastIndexOf('.') + 1)}] more than ${MOST_RETURNS} times`,
        );
      }
    }
    this.#relations += relations;
    if (this.#relations > MOST_RELATIONS) {
      throw tooLarge(`the conditions of a query take more than ${MOST_RELATIONS} relations in all`);
    }
  }
}
