import type { Params } from '../../api/params.js';
import { RestError } from '../../core/rest-error.js';

/**
 * Parameters of a GET or DELETE from its query string: lists repeat a name or number it
 * (`uuids.0=a`), maps write `field.key=value`. Unknown names are ignored.
 * @throws {RestError} 400 when one value is expected and several are given
 */
export function queryParameters(search: URLSearchParams, params: Params): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, { type }] of Object.entries(params)) {
    const value = type.startsWith('List')
      ? listOf(search, name)
      : type.startsWith('Map')
        ? mapOf(search, name)
        : scalarOf(search, name);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function scalarOf(search: URLSearchParams, name: string): string | undefined {
  const values = search.getAll(name);
  if (values.length > 1) throw severalValues(name);
  return values[0];
}

function listOf(search: URLSearchParams, name: string): string[] | undefined {
  const numbered = [...search.entries()]
    .filter(([key]) => key.startsWith(`${name}.`) && /^\d+$/.test(key.slice(name.length + 1)))
    .toSorted(([a], [b]) => Number(a.slice(name.length + 1)) - Number(b.slice(name.length + 1)))
    .map(([, value]) => value);
  const values = [...search.getAll(name), ...numbered];
  return values.length === 0 ? undefined : values;
}

function mapOf(search: URLSearchParams, name: string): Record<string, string> | undefined {
  const map = new Map<string, string>();
  for (const [key, value] of search.entries()) {
    if (!key.startsWith(`${name}.`)) continue;
    const mapKey = key.slice(name.length + 1);
    if (map.has(mapKey)) {
      throw new RestError(
        400,
        `duplicate map query parameter[${key}], there has been a parameter with the same map key`,
      );
    }
    map.set(mapKey, value);
  }
  return map.size === 0 ? undefined : Object.fromEntries(map);
}

function severalValues(name: string): RestError {
  return new RestError(
    400,
    `Invalid query parameter[${name}], only one value is allowed for the parameter but multiple values found`,
  );
}
