import type { Param, Params } from './params.js';

/** Fields that every message has beside its own parameters. */
const COMMON_FIELDS = ['systemTags', 'userTags'];
type Entry = readonly [string, Param<unknown>];

const orders = new WeakMap<Params, readonly Entry[]>();

/**
 * Parameters in the order in which the real system checks them: it keeps the fields of a message in a hash map of
 * their names, and goes through that. Fields that fall into one bucket stay as they are declared, those of the
 * message itself before those of its class.
 */
export function inOrderOfChecks(params: Params): readonly Entry[] {
  const known = orders.get(params);
  if (known) return known;
  const there = Object.entries(params).filter(([, { isAbsent }]) => !isAbsent);
  const absent = Object.entries(params).filter(([, { isAbsent }]) => isAbsent);
  const names = there.map(([name]) => name);
  const mask = capacityFor(new Set([...names, ...COMMON_FIELDS]).size) - 1;
  const order = [...there.toSorted(([a], [b]) => bucket(a, mask) - bucket(b, mask)), ...absent];
  orders.set(params, order);
  return order;
}

/** Buckets of a hash map of Java: 16, doubled until three quarters of them hold everything. */
function capacityFor(size: number): number {
  let capacity = 16;
  while (size > capacity * 0.75) capacity *= 2;
  return capacity;
}

function bucket(name: string, mask: number): number {
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) hash = (31 * hash + name.charCodeAt(at)) | 0;
  return (hash ^ (hash >>> 16)) & mask;
}
