/** Fields that every message has beside its own parameters. */
const COMMON = ['systemTags', 'userTags'];

/**
 * Names of a message's fields in the order in which they are checked: that of the buckets of a hash map of Java
 * (16 of them, doubled until three quarters hold everything).
 */
export function orderOfChecks(names: readonly string[]): readonly string[] {
  let buckets = 16;
  while (new Set([...names, ...COMMON]).size > buckets * 0.75) buckets *= 2;
  return names.toSorted((a, b) => bucket(a, buckets - 1) - bucket(b, buckets - 1));
}

function bucket(name: string, mask: number): number {
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) hash = (31 * hash + name.charCodeAt(at)) | 0;
  return (hash ^ (hash >>> 16)) & mask;
}
