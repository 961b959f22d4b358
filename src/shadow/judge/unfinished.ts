import { load } from 'js-yaml';
import variances from '../compare/variances.json';
import { uuidsIn } from './read-exchange.js';

/**
 * Uuids of what was on its way when a seed was written: in the world its work ends at once, and in the cloud when it is
 * done.
 */
export function unfinishedIn(seed: string): string[] {
  let read: unknown;
  try {
    read = load(seed);
  } catch {
    // Several seeds, one behind the other, are no document.
    return [];
  }
  return unfinished(read);
}

function unfinished(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(unfinished);
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Readonly<Record<string, unknown>>;
  const isOnItsWay = variances.states.some(
    (key) => typeof fields[key] === 'string' && variances.unfinished.includes(fields[key]),
  );
  return isOnItsWay ? uuidsIn(JSON.stringify(fields)) : Object.values(fields).flatMap(unfinished);
}
