import { dump } from 'js-yaml';
import * as z from 'zod';
import { ENTRIES, LIST_NAMES, type ListName } from '../schema/world.js';

/** The entries of a seed by their lists. */
export type Entries = Readonly<Record<ListName, readonly object[]>>;

/** Beyond so many resources a seed is written as JSON, a line each: YAML would take minutes to read. */
const MOST_IN_YAML = 5_000;

/** The text of a seed: YAML with the schema for editors, or JSON of a large one. Defaults are left out. */
export function writeSeed(globalConfig: Record<string, string>, entries: Entries): string {
  const lists = LIST_NAMES.map(
    (list) => [list, entries[list].map((entry) => withoutDefaults(list, entry))] as const,
  ).filter(([, all]) => all.length > 0);
  const head = {
    version: 1,
    ...(Object.keys(globalConfig).length > 0 ? { globalConfig } : {}),
  };
  const total = lists.reduce((sum, [, all]) => sum + all.length, 0);
  if (total > MOST_IN_YAML) return asJson(head, lists);
  const text = dump({ ...head, ...Object.fromEntries(lists) }, { lineWidth: -1, noRefs: true });
  return `# yaml-language-server: $schema=./seed.schema.json\n${text}`;
}

function asJson(head: object, lists: readonly (readonly [string, readonly object[]])[]): string {
  const parts = Object.entries(head).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  for (const [list, all] of lists) {
    parts.push(`"${list}": [\n${all.map((entry) => JSON.stringify(entry)).join(',\n')}\n]`);
  }
  return `{\n${parts.join(',\n')}\n}\n`;
}

function withoutDefaults(list: ListName, entry: object): Record<string, unknown> {
  const shape: Readonly<Record<string, unknown>> = ENTRIES[list].shape;
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(entry) as [string, unknown][]) {
    if (value === undefined || isDefault(shape[name], value)) continue;
    if (name === 'backupStorages' && list === 'images')
      kept[name] = (value as object[]).map((ref) => shortRef(ref));
    else if (name === 'rootVolume') kept[name] = withoutDefaults('volumes', value as object);
    else kept[name] = value;
  }
  return kept;
}

function isDefault(field: unknown, value: unknown): boolean {
  if (!(field instanceof z.ZodDefault)) return false;
  return JSON.stringify(field.def.defaultValue) === JSON.stringify(value);
}

/** A storage of which nothing is said but its name. */
function shortRef(ref: object): unknown {
  const said = Object.entries(ref).filter(([, value]) => value !== undefined);
  const [first] = said;
  return said.length === 1 && first ? (first[1] as unknown) : Object.fromEntries(said);
}
