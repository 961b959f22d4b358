import type { RawFacts, RawOperation } from './raw-facts.js';

interface Change {
  readonly params?: Readonly<
    Record<string, { readonly from: object | null; readonly to: object | null }>
  >;
  readonly answer?: Record<'from' | 'to', Readonly<Record<string, string>> | null>;
  readonly bodyKey?: { readonly from: string | null; readonly to: string | null };
  readonly paths?: { readonly from: readonly string[]; readonly to: readonly string[] };
  readonly method?: { readonly from: string; readonly to: string };
}
interface Fields {
  readonly added: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
  readonly retyped: Readonly<Record<string, { readonly from: string }>>;
}

/** contract/facts/versions.json: what each release changed against the one before it. */
export interface Versions {
  readonly releases: readonly string[];
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly releases: 'all' | readonly string[];
        readonly changes?: Readonly<Record<string, Change>>;
      }
    >
  >;
  readonly inventories: Readonly<Record<string, Readonly<Record<string, Fields>>>>;
}

/** The release that facts without a release are of. */
const CURRENT = '5.3.0';

/** The name of a release by its line: `4.8`, `zsv-4.10`; or by its whole name. */
export function releaseNamed(versions: Pick<Versions, 'releases'>, text: string): string {
  const asked = text.replace('-', '_');
  const found = versions.releases.find(
    (name) => name === asked || name.replace(/\.\d+$/, '') === asked,
  );
  if (found !== undefined) return found;
  throw new RangeError(`no release ${text}; there are ${versions.releases.join(', ')}`);
}

/**
 * Facts of the current release as another one has them: what came after it is taken back. (The ZSphere line is
 * written down against 5.3.0: of its changes what they lead to is taken.)
 */
export function asOf(
  facts: RawFacts,
  versions: Versions,
  release: string = CURRENT,
): RawFacts & { readonly name: string } {
  const name = releaseNamed(versions, release);
  const line = versions.releases.filter((one) => !one.startsWith('zsv'));
  const taken = name.startsWith('zsv') ? [] : line.slice(line.indexOf(name) + 1).toReversed();
  const operations: Record<string, RawOperation> = {};
  for (const [operation, current] of Object.entries(facts.operations)) {
    const known = versions.operations[operation];
    if (known && known.releases !== 'all' && !known.releases.includes(name)) continue;
    operations[operation] = taken.reduce(
      (later, one) => withChange(later, known?.changes?.[one], 'from'),
      withChange(current, name.startsWith('zsv') ? known?.changes?.[name] : undefined, 'to'),
    );
  }
  const inventories = Object.entries(facts.inventories).map(([inventory, fields]) => {
    const changes = versions.inventories[inventory];
    const own = { ...fields };
    for (const one of taken) takeBack(own, changes?.[one]);
    const ahead = name.startsWith('zsv') ? changes?.[name] : undefined;
    for (const field of ahead?.removed ?? []) delete own[field];
    return [inventory, { ...own, ...ahead?.added }] as const;
  });
  return { name, operations, inventories: Object.fromEntries(inventories) };
}

/** An operation on one side of a change. */
function withChange(
  known: RawOperation,
  change: Change | undefined,
  side: 'from' | 'to',
): RawOperation {
  if (!change) return known;
  const { answer, bodyKey, paths, method } = change;
  const { bodyKey: ofKnown, ...rest } = withParams(known, change.params, side);
  const key = bodyKey ? bodyKey[side] : ofKnown;
  return {
    ...rest,
    ...(key === null || key === undefined ? {} : { bodyKey: key }),
    ...(paths && { paths: paths[side] }),
    ...(method && { method: method[side] }),
    answer: answer ? answer[side] : known.answer,
  };
}

/** What versions.json says of a parameter; whatever else is known of one (what it names) never changed. */
const TOLD = new Set([
  'type',
  'required',
  'maxLength',
  'minLength',
  'validValues',
  'validEnums',
  'numberRange',
  'emptyString',
  'nonempty',
  'validRegexValues',
  'default',
]);

function withParams(
  operation: RawOperation,
  changes: Change['params'] = {},
  side: 'from' | 'to',
): RawOperation {
  const params: Record<string, Readonly<Record<string, unknown>>> = { ...operation.params };
  for (const [param, change] of Object.entries(changes)) {
    const value = change[side];
    if (value === null) delete params[param];
    else {
      const rest = Object.entries(operation.params[param] ?? {}).filter(([key]) => !TOLD.has(key));
      params[param] = { ...Object.fromEntries(rest), ...value };
    }
  }
  return { ...operation, params };
}

function takeBack(fields: Record<string, string>, change: Fields | undefined): void {
  if (!change) return;
  for (const field of Object.keys(change.added)) delete fields[field];
  for (const [field, { from }] of Object.entries(change.retyped)) fields[field] = from;
}
