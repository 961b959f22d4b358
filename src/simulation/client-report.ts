import { ApiError } from '../core/api-error.js';
import { nearest } from '../core/nearest.js';
import { isPlainObject } from '../core/plain-object.js';
import { KNOWN_OPERATIONS } from '../contract/known-operations.js';
import { reservedOperations } from '../contract/reserved-operations.js';
import { goneLater } from '../contract/later-releases.js';
import { MESSAGE_CLASSES } from '../domain/message-class.js';
import { QUERY_MESSAGE_FIELDS } from '../query/message-query.js';
import type { World } from '../domain/world.js';
import type { DeclaredOperation, EnvironmentControl } from './environment-control.js';
import { findingsOf, MOST_EXAMPLES } from './client-findings.js';
import { withoutSecrets } from './journal/hide-secrets.js';
import type { NumberedEntry } from './journal/journal.js';
import { isAnsweredLater, isMessage, messageAnswer, messageOf, objectIn } from './message-entry.js';
import { resourceOf } from '../services/resources/resource-of.js';

/** Polls of one job that come faster than this (ms, on the average) are more than anybody needs. */
const FAST_POLLING = 100;

/** Something that a request did. */
interface OfField {
  readonly operation: string;
  readonly field: string;
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
  const lists = {
    unreadFields: count(entries, (entry) => unreadFields(world, entry)),
    wrongTypes: count(entries, wrongTypes),
    missingQ: count(entries, (entry) => missingQ(world, entry)),
    deprecated: count(entries, (entry) => deprecated(world, entry)),
    failedJobsNeverPolled: entries
      .filter((entry) => {
        const { jobUuid } = entry;
        if (jobUuid === null || !isAnsweredLater(entry)) return false;
        const job = world.repositories.jobs.find(jobUuid);
        return job?.state === 'Failed' && job.webHook === null && !polls.has(jobUuid);
      })
      .map(({ operation, jobUuid, id }) => ({ operation, jobUuid, request: id })),
    unknownPaths: unknownPaths(entries),
    leftBehind: leftBehind(world, entries),
  };
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const shown = (id: number) => shownRequest(byId.get(id));
  return {
    requests: entries.length,
    firstRequest: entries[0]?.id ?? null,
    ...lists,
    polling: [...polls].map(([jobUuid, dates]) => pollRate(jobUuid, dates)),
    notEmulated: notEmulated(entries),
    ...findingsOf(lists, shown),
  };
}

/** More of an address says no more. */
const LONGEST_ADDRESS = 300;

/** A request without its secrets, to be recognized by. */
function shownRequest(entry: NumberedEntry | undefined): string {
  if (!entry) return '';
  const { className } = messageOf(entry) ?? {};
  const { method, url } = withoutSecrets(entry);
  const text = `${method} ${url}${className === undefined ? '' : ` ${className}`}`;
  return text.length > LONGEST_ADDRESS ? `${text.slice(0, LONGEST_ADDRESS)}…` : text;
}

/** What nothing reads: keys of the body, beside the parameters or among them, and parameters of the query. */
function unreadFields(
  world: World,
  entry: ReportedEntry,
): (OfField & { nearest: string | null })[] {
  const { declared: operation } = entry;
  if (!operation || operation.kind === 'upload') return [];
  const { name, params, bodyKey = 'params' } = operation;
  const { beside, given, prefix } = saidBy(entry, operation);
  const isRead = (key: string) =>
    Object.hasOwn(params, key) ||
    TAGS.has(key) ||
    (prefix === '' && (OF_MESSAGES.has(key) || (operation.kind === 'query' && isOfQueries(key))));
  const unknown = Object.keys(given).filter((key) => !isRead(key));
  const near = (key: string, names: readonly string[], before: string) => {
    const found = nearest(key, names);
    return found === undefined ? null : `${before}${found}`;
  };
  const ofParams = Object.keys(params);
  const asked = unreadOfQuery(entry, operation);
  return [
    ...beside.map((field) => ({
      field,
      nearest: ofParams.includes(field)
        ? `${prefix}${field}`
        : near(field, prefix === '' ? [] : [bodyKey, ...TAGS], ''),
    })),
    ...unknown.map((key) => ({
      field: `${prefix}${key}`,
      nearest: near(key, ofParams, prefix) ?? near(key, [...TAGS], ''),
    })),
    ...asked
      .filter((key) => !isCondition(world, entry, operation, key))
      .map((key) => ({
        field: `?${key}`,
        nearest: near(key, operation.kind === 'query' ? [...OF_QUERIES] : ofParams, '?'),
      })),
  ].map((one) => ({ operation: name, ...one }));
}

/** Conditions that stand in a query string as they are, where `q=` stands before those that are read. */
function missingQ(world: World, entry: ReportedEntry): OfField[] {
  const { declared: operation } = entry;
  if (!operation) return [];
  return unreadOfQuery(entry, operation)
    .filter((key) => isCondition(world, entry, operation, key))
    .map((key) => ({ operation: operation.name, field: `?${key}` }));
}

/** Whether a parameter of a query string would be a condition of the query, were it in `q`. */
function isCondition(
  world: World,
  { parameters }: ReportedEntry,
  { of }: DeclaredOperation,
  key: string,
): boolean {
  if (!of || parameters['uuid'] !== undefined) return false;
  const name = key.replace(/[!~<>?]+$/, '');
  // Relations and tags have names of any length.
  if (name.includes('.') || name.startsWith('__')) return true;
  try {
    of(world.queries).listsAmong([name]);
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

/** What later releases than the world's have not. */
function deprecated(world: World, entry: ReportedEntry) {
  const { operation, declared, method, parameters } = entry;
  if (operation === null || operation === 'PollJob') return [];
  const message = messageOf(entry);
  const given = declared ? Object.keys(saidBy(entry, declared).given) : [];
  const [whole = ''] = entry.url.split('?', 1);
  const path = whole.replace(/^.*?(?=\/v1\/)/, '');
  return goneLater(world.release, {
    operation,
    given: [...new Set([...given, ...Object.keys(parameters)])],
    place: message ? undefined : { method, path },
  }).map((gone) => ({ operation, ...gone }));
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
function wrongTypes(entry: ReportedEntry): (OfField & { note: string })[] {
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

function unknownPaths(entries: readonly ReportedEntry[]) {
  const asked = count(entries, (entry) => {
    const request = unknownRequest(entry);
    return request === undefined ? [] : [{ request }];
  });
  const { paths, messages } = asked.length === 0 ? NO_NAMES : allNames();
  return asked.map(({ request: text, ...more }, place) => {
    const [, className] = / (\S+)$/.exec(text.replace(/^\w+ /, '')) ?? [];
    const own = text.replace(/^\w+ (\/environments\/[^/]+)?\/zstack/, '').replace(UUID, '{uuid}');
    const found =
      place >= MOST_NEAREST
        ? undefined
        : className === undefined
          ? nearest(own, paths)
          : nearest(className, messages);
    return { request: text, nearest: found ?? null, ...more };
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
function leftBehind(world: World, entries: readonly ReportedEntry[]) {
  const made = new Map<string, number>();
  const jobUuids = new Map<string, ReportedEntry>();
  let sessions = 0;
  for (const entry of entries) {
    if (entry.jobUuid !== null && entry.operation !== 'PollJob') jobUuids.set(entry.jobUuid, entry);
    const uuid = madeBy(world, entry);
    if (uuid === undefined) continue;
    if (entry.operation?.startsWith('LogIn')) {
      if (world.repositories.sessions.find(uuid)) sessions++;
    } else if (!made.has(uuid)) made.set(uuid, entry.id);
  }
  const resources = [...made].flatMap(([uuid, request]) => {
    const resource = resourceOf(world, uuid);
    if (!resource) return [];
    const { type, name, state, status } = resource;
    return [{ uuid, type, name, state, status, request }];
  });
  const uploads = world.repositories.uploads.list().flatMap(({ imageUuid, jobUuid }) => {
    const entry = jobUuids.get(jobUuid);
    return entry ? [{ imageUuid, jobUuid, request: entry.id }] : [];
  });
  const jobs = [...jobUuids].flatMap(([jobUuid, { operation, id }]) => {
    const isRunning = world.repositories.jobs.find(jobUuid)?.state === 'Running';
    return isRunning ? [{ operation, jobUuid, request: id }] : [];
  });
  return { resources, sessions, uploads, jobs };
}

/** The uuid of what a call made: from its answer, or from its job's. */
function madeBy(world: World, entry: NumberedEntry): string | undefined {
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

/** What requests did, the same once: how often, and the numbers of the first requests that did it. */
function count<T extends object>(
  entries: readonly ReportedEntry[],
  doneBy: (entry: ReportedEntry) => readonly T[],
): (T & { count: number; requests: number[] })[] {
  const counts = new Map<string, T & { count: number; requests: number[] }>();
  for (const entry of entries) {
    for (const one of doneBy(entry)) {
      const key = JSON.stringify(one);
      const known = counts.get(key);
      if (!known) counts.set(key, { ...one, count: 1, requests: [entry.id] });
      else {
        known.count++;
        if (known.requests.length < MOST_EXAMPLES) known.requests.push(entry.id);
      }
    }
  }
  return [...counts.values()];
}

function countTexts(texts: readonly string[]): { text: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, number]) => ({ text, count: number }));
}
