import { nearest } from '../core/nearest.js';
import { isPlainObject } from '../core/plain-object.js';
import { KNOWN_OPERATIONS } from '../contract/known-operations.js';
import { reservedOperations } from '../contract/reserved-operations.js';
import { MESSAGE_CLASSES } from '../domain/message-class.js';
import { QUERY_MESSAGE_FIELDS } from '../query/message-query.js';
import type { DeclaredOperation, EnvironmentControl } from './environment-control.js';
import type { NumberedEntry } from './journal/journal.js';
import { isAnsweredLater, isMessage, messageAnswer, messageOf, objectIn } from './message-entry.js';
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
      .filter((entry) => {
        const { jobUuid } = entry;
        if (jobUuid === null || !isAnsweredLater(entry)) return false;
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

/** What nothing reads: keys of the body, beside the parameters or among them, and parameters of the query. */
function unreadFields(entry: ReportedEntry): Omit<Counted, 'count'>[] {
  const { declared: operation } = entry;
  if (!operation || operation.kind === 'upload') return [];
  const { name } = operation;
  const { beside, given, prefix } = saidBy(entry, operation);
  const isRead = (key: string) =>
    Object.hasOwn(operation.params, key) ||
    TAGS.has(key) ||
    (prefix === '' && (OF_MESSAGES.has(key) || (operation.kind === 'query' && isOfQueries(key))));
  const unknown = Object.keys(given).filter((key) => !isRead(key));
  return [
    ...beside,
    ...unknown.map((key) => `${prefix}${key}`),
    ...unreadOfQuery(entry, operation).map((key) => `?${key}`),
  ].map((field) => ({ operation: name, field }));
}

/** Parameters of a query string that nothing reads: of a client that forgot `q=` it is the condition itself. */
function unreadOfQuery(
  { url, method, parameters }: ReportedEntry,
  { kind, params }: DeclaredOperation,
): string[] {
  const [, search = ''] = url.split('?', 2);
  if (search === '') return [];
  const names = [...new Set(new URLSearchParams(search).keys())];
  if (kind === 'query') {
    // The one of a uuid is answered whatever else is asked.
    return parameters['uuid'] === undefined ? names.filter((name) => !OF_QUERIES.has(name)) : names;
  }
  if (method === 'POST' || method === 'PUT') return names;
  return names.filter((name) => !Object.hasOwn(params, name.split('.')[0] ?? ''));
}

/** What a query API reads of its query string. */
const OF_QUERIES = new Set([
  'q',
  'fields',
  'sort',
  'start',
  'limit',
  'count',
  'replyWithCount',
  'groupBy',
  'filterName',
]);

const TAGS = new Set(['systemTags', 'userTags']);
/** What every message has. */
const OF_MESSAGES = new Set(['session', 'timeout']);
const isOfQueries = (key: string) => (QUERY_MESSAGE_FIELDS as readonly string[]).includes(key);

/** What a request said, by whichever door it came: its parameters, and the keys beside them. */
function saidBy(
  entry: ReportedEntry,
  { bodyKey = 'params' }: DeclaredOperation,
): { readonly beside: readonly string[]; readonly given: object; readonly prefix: string } {
  const message = messageOf(entry);
  if (message) return { beside: message.beside, given: message.fields ?? {}, prefix: '' };
  const body = objectIn(entry.requestBody) ?? {};
  const read = new Set([bodyKey, 'systemTags', 'userTags', 'sessionUuid']);
  const given = body[bodyKey];
  return {
    beside: Object.keys(body).filter((key) => !read.has(key)),
    given: isPlainObject(given) ? given : {},
    prefix: `${bodyKey}.`,
  };
}

/** Parameters of a body in another JSON type than declared, which the real system converts in silence. */
function wrongTypes(entry: ReportedEntry): (Omit<Counted, 'count'> & { note: string })[] {
  const { declared: operation } = entry;
  if (!operation) return [];
  const given = saidBy(entry, operation).given as Readonly<Record<string, unknown>>;
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
  'List<PolicyStatement>': ['list'],
  'List<SecurityGroupRuleAO>': ['list'],
  'List<SecurityGroupRulePriorityAO>': ['list'],
  'List<VmNicSecurityGroupRefAO>': ['list'],
  Object: ['object'],
  'Map<String, String>': ['object'],
  'Map<String, List<String>>': ['object'],
  virtio: ['boolean', 'list'],
};

const jsonType = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);

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

/** So many of them are told with what was meant: to find that out takes a look at all names. */
const MOST_NEAREST = 100;

function unknownPaths(entries: readonly NumberedEntry[]) {
  const asked = countTexts(entries.flatMap((entry) => unknownRequest(entry) ?? []));
  const { paths, messages } = asked.length === 0 ? NO_NAMES : allNames();
  return asked.map(({ text, count: number }, place) => {
    const [, className] = / (\S+)$/.exec(text.replace(/^\w+ /, '')) ?? [];
    const own = text.replace(/^\w+ (\/environments\/[^/]+)?\/zstack/, '').replace(UUID, '{uuid}');
    const found =
      place >= MOST_NEAREST
        ? undefined
        : className === undefined
          ? nearest(own, paths)
          : nearest(className, messages);
    return { request: text, count: number, nearest: found ?? null };
  });
}

const UUID = /\b[0-9a-f]{32}\b/g;
const NO_NAMES = { paths: [], messages: [] };

/** Every path and every class of messages that the real system has. */
const allNames = () => ({
  paths: [...KNOWN_OPERATIONS, ...reservedOperations().values()].flatMap((each) => each.paths),
  messages: MESSAGE_CLASSES.map(({ name }) => name),
});

/** Of a request that led nowhere: its path, with the class where it was a message. */
function unknownRequest(entry: NumberedEntry): string | undefined {
  const { operation, status, method, url } = entry;
  if (operation !== null) return undefined;
  const request = `${method} ${url.split('?')[0]}`;
  const message = messageOf(entry);
  if (message) return `${request} ${message.className}`;
  return status === 404 ? request : undefined;
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
  const { operation, jobUuid, answerBody } = entry;
  if (!/^(Add|Create|LogIn)/.test(operation ?? '')) return undefined;
  const answer =
    isAnsweredLater(entry) && jobUuid !== null
      ? objectIn(world.repositories.jobs.find(jobUuid)?.result)
      : isMessage(entry)
        ? messageAnswer(entry)
        : objectIn(answerBody);
  const inventory = answer?.['inventory'];
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
