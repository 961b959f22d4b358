import { nearest } from '../core/nearest.js';
import { isPlainObject } from '../core/plain-object.js';
import { KNOWN_OPERATIONS } from '../contract/known-operations.js';
import { reservedOperations } from '../contract/reserved-operations.js';
import type { DeclaredOperation, EnvironmentControl } from './environment-control.js';
import type { NumberedEntry } from './journal/journal.js';
import { resourceOf } from '../services/resources/resource-of.js';

/** Polls of one job that come faster than this (ms, on the average) are more than anybody needs. */
const FAST_POLLING = 100;

interface Counted {
  readonly operation: string;
  readonly field: string;
  readonly count: number;
}

/** A request with the declaration of its operation; undefined where none is emulated. */
interface ReportedEntry extends NumberedEntry {
  readonly declared: DeclaredOperation | undefined;
}

/** What clients did that they may not have meant, from what the journal still holds. */
export function clientReport({ world, journal, operations }: EnvironmentControl) {
  const entries = journal.list().map((entry): ReportedEntry => ({
    ...entry,
    declared: operations.get(entry.operation ?? ''),
  }));
  const polls = pollsOf(entries);
  return {
    requests: entries.length,
    unreadFields: count(entries.flatMap(unreadFields)),
    wrongTypes: count(entries.flatMap(wrongTypes)),
    failedJobsNeverPolled: entries
      .filter(({ status, jobUuid, operation }) => {
        if (status !== 202 || jobUuid === null || operation === 'PollJob') return false;
        const job = world.repositories.jobs.find(jobUuid);
        return job?.state === 'Failed' && job.webHook === null && !polls.has(jobUuid);
      })
      .map(({ operation, jobUuid }) => ({ operation, jobUuid })),
    polling: [...polls].map(([jobUuid, dates]) => pollRate(jobUuid, dates)),
    unknownPaths: unknownPaths(entries),
    notEmulated: notEmulated(entries),
    leftBehind: leftBehind(world, entries),
  };
}

/** Keys of the body that nothing reads: beside the parameters, or among them. */
function unreadFields({
  declared: operation,
  requestBody,
}: ReportedEntry): Omit<Counted, 'count'>[] {
  const body = jsonOf(requestBody);
  if (!operation || !body || operation.kind === 'upload') return [];
  const { name, params, bodyKey } = operation;
  const read = new Set([bodyKey ?? 'params', 'systemTags', 'userTags', 'sessionUuid']);
  const beside = Object.keys(body).filter((key) => !read.has(key));
  const given = body[bodyKey ?? 'params'];
  const tags = new Set(['systemTags', 'userTags']);
  const unknown = isPlainObject(given)
    ? Object.keys(given).filter((key) => !Object.hasOwn(params, key) && !tags.has(key))
    : [];
  return [...beside, ...unknown.map((key) => `${bodyKey ?? 'params'}.${key}`)].map((field) => ({
    operation: name,
    field,
  }));
}

/** Parameters of a body in another JSON type than declared, which the real system converts in silence. */
function wrongTypes({
  declared: operation,
  requestBody,
}: ReportedEntry): (Omit<Counted, 'count'> & { note: string })[] {
  const given = jsonOf(requestBody)?.[operation?.bodyKey ?? 'params'];
  if (!operation || !isPlainObject(given)) return [];
  return Object.entries(operation.params).flatMap(([field, { type }]) => {
    const value = given[field];
    if (value === undefined || value === null) return [];
    const found = jsonType(value);
    if (JSON_TYPES[type]?.includes(found) !== false) return [];
    const note = `a ${found} for a ${type}`;
    return [{ operation: operation.name, field, note }];
  });
}

const JSON_TYPES: Readonly<Record<string, readonly string[]>> = {
  String: ['string'],
  boolean: ['boolean'],
  Boolean: ['boolean'],
  int: ['number'],
  Integer: ['number'],
  long: ['number'],
  Long: ['number'],
  'List<String>': ['list'],
  'List<Long>': ['list'],
  'List<DiskAO>': ['list'],
  Object: ['object'],
  'Map<String, String>': ['object'],
  'Map<String, List<String>>': ['object'],
  virtio: ['boolean', 'list'],
};

const jsonType = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);

/** The body as an object; undefined when there is none, or only a part of a long one was kept. */
function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isPlainObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

function pollsOf(entries: readonly NumberedEntry[]): Map<string, number[]> {
  const polls = new Map<string, number[]>();
  for (const { operation, jobUuid, started } of entries) {
    if (operation !== 'PollJob' || jobUuid === null) continue;
    polls.set(jobUuid, [...(polls.get(jobUuid) ?? []), started]);
  }
  return polls;
}

function pollRate(jobUuid: string, times: readonly number[]) {
  const span = (times.at(-1) ?? 0) - (times[0] ?? 0);
  const interval = times.length < 2 ? null : Math.round((span / (times.length - 1)) * 10) / 10;
  const isTooFast = interval !== null && interval < FAST_POLLING;
  return { jobUuid, polls: times.length, meanMilliseconds: interval, isTooFast };
}

function unknownPaths(entries: readonly NumberedEntry[]) {
  const paths = entries
    .filter(({ operation, status }) => operation === null && status === 404)
    .map(({ method, url }) => `${method} ${url.split('?')[0]}`);
  const known =
    paths.length === 0
      ? []
      : [...KNOWN_OPERATIONS, ...reservedOperations().values()].flatMap((each) => each.paths);
  return countTexts(paths).map(({ text, count: number }) => {
    const own = text.replace(/^\w+ (\/environments\/[^/]+)?\/zstack/, '');
    return { request: text, count: number, nearest: nearest(own, known) ?? null };
  });
}

function notEmulated(entries: readonly ReportedEntry[]) {
  const names = entries.flatMap(({ operation, declared }) =>
    operation === null || operation === 'PollJob' || declared ? [] : [operation],
  );
  return countTexts(names).map(({ text: operation, count: number }) => ({
    operation,
    count: number,
  }));
}

/** What journalled calls made and nobody has deleted since; sessions stay nameless. */
function leftBehind(world: EnvironmentControl['world'], entries: readonly NumberedEntry[]) {
  const made = new Set<string>();
  let sessions = 0;
  for (const entry of entries) {
    const uuid = madeBy(world, entry);
    if (uuid === undefined) continue;
    if (entry.operation?.startsWith('LogIn')) {
      if (world.repositories.sessions.find(uuid)) sessions++;
    } else made.add(uuid);
  }
  const resources = [...made].flatMap((uuid) => {
    const resource = resourceOf(world, uuid);
    if (!resource) return [];
    const { type, name, state, status } = resource;
    return [{ uuid, type, name, state, status }];
  });
  return { resources, sessions };
}

/** The uuid of what a call made: from its answer, or from its job's. */
function madeBy(world: EnvironmentControl['world'], entry: NumberedEntry): string | undefined {
  const { operation, jobUuid, answerBody, status } = entry;
  if (!/^(Add|Create|LogIn)/.test(operation ?? '')) return undefined;
  const isLater = status === 202 && jobUuid !== null;
  const result = isLater ? world.repositories.jobs.find(jobUuid)?.result : answerBody;
  const inventory = jsonOf(result ?? '')?.['inventory'];
  const uuid = isPlainObject(inventory) ? inventory['uuid'] : undefined;
  return typeof uuid === 'string' ? uuid : undefined;
}

function count<T extends { operation: string; field: string }>(all: readonly T[]) {
  const counts = new Map<string, T & { count: number }>();
  for (const one of all) {
    const key = JSON.stringify(one);
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { ...one, count: 1 });
  }
  return [...counts.values()];
}

function countTexts(texts: readonly string[]): { text: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, number]) => ({ text, count: number }));
}
