// Requests for the operations of the OpenAPI document: right ones with something wrong in them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/prepare.mjs';

const { paths, components } = JSON.parse(
  readFileSync(join(root, 'openapi', 'openapi.json'), 'utf8'),
);
const METHODS = ['get', 'post', 'put', 'delete'];
/** What is done to worlds as wholes takes long: they are chosen rarely. */
const isHeavy = (path) =>
  /\/environments(\/|$)|\/journal|\/clock\/advance$|\/artifact$|\/writes$/.test(path);

/** An answer that goes on until its client leaves is not waited for (test/control/stream.test.ts has its own odd calls). */
const endsByItself = ({ responses }) =>
  responses?.['200']?.content?.['text/event-stream'] === undefined;

export const OPERATIONS = Object.entries(paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method] && endsByItself(item[method])).map((method) => ({
    path,
    method: method.toUpperCase(),
    parameters: item[method].parameters ?? [],
    bodies: bodiesOf(item[method]),
    isHeavy: isHeavy(path),
  })),
);

function bodiesOf({ requestBody }) {
  const schema = requestBody?.content?.['application/json']?.schema;
  return schema ? (schema.oneOf ?? [schema]).map(resolved) : [];
}

/** A schema, or the component that it refers to. */
function resolved(schema) {
  const name = /^#\/components\/schemas\/(.*)$/.exec(schema.$ref ?? '')?.[1];
  return name === undefined ? schema : components.schemas[name];
}

/** Uuids of the default world by the kind of resource that a parameter is named after. */
const UUIDS = {
  image: '1a000000000040008000000000000001',
  iso: '1a000000000040008000000000000003',
  backupStorage: 'bac00000000040008000000000000001',
  primaryStorage: 'b5000000000040008000000000000001',
  rootVolume: 'd0000000000040008000000000000001',
  volume: 'd0000000000040008000000000000101',
  vmInstance: 'a0000000000040008000000000000001',
  zone: '20ae0000000040008000000000000001',
  account: 'a11ce000000040008000000000000001',
  session: '5e5500000000400080000000000a11ce',
};
const ALL_UUIDS = Object.values(UUIDS);

/** A value for a parameter of this name and schema: right, or something else. */
export function valueOf(dice, name, schema = {}, depth = 0) {
  if (dice.oneIn(6)) return dice.odd();
  const one = schema.anyOf ? dice.pick(schema.anyOf) : schema;
  if (one.const !== undefined) return one.const;
  if (one.enum) return dice.pick(one.enum);
  const type = Array.isArray(one.type) ? dice.pick(one.type) : one.type;
  switch (type) {
    case 'string':
      return stringOf(dice, name);
    case 'integer':
    case 'number':
      // A rule may let answers wait in real time.
      if (name === 'milliseconds') return dice.below(20);
      return dice.pick([0, 1, 2, 50, 1_000, one.minimum ?? -5, one.maximum ?? 2 ** 40]);
    case 'boolean':
      return dice.oneIn(2);
    case 'array':
      return Array.from({ length: dice.below(3) }, () => valueOf(dice, name, one.items, depth + 1));
    case 'object':
      return depth > 3 ? {} : objectOf(dice, one, depth + 1);
    default:
      return null;
  }
}

function stringOf(dice, name) {
  const kind = /^(.*?)[uU]uids?$/.exec(name)?.[1];
  if (kind !== undefined) return UUIDS[kind] ?? dice.pick(ALL_UUIDS);
  if (name === 'url') return `http://x/${dice.below(1e6)}.qcow2#actualSize=1M`;
  if (name === 'format') return dice.pick(['qcow2', 'raw', 'iso']);
  if (name === 'by') return dice.oneIn(100) ? '8760h' : dice.pick(['1s', '3h', '80h']);
  if (name === 'environment') return 'fuzzed';
  return `t${dice.below(1_000)}`;
}

function objectOf(dice, schema, depth) {
  const properties = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  const given = properties.filter(([name]) =>
    required.has(name) ? !dice.oneIn(30) : dice.oneIn(4),
  );
  return Object.fromEntries(given.map(([name, one]) => [name, valueOf(dice, name, one, depth)]));
}

/** Method, path with its query, and body of a call. */
export function callOf(dice) {
  let operation = dice.pick(OPERATIONS);
  if (operation.isHeavy && !dice.oneIn(20)) operation = dice.pick(OPERATIONS);
  const { method, parameters, bodies } = operation;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(
      textOf(valueOf(dice, name === 'uuid' ? kindOf(operation.path) : name, { type: 'string' })),
    ),
  );
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && dice.oneIn(3))
    .map(
      ({ name, schema }) => `${name}=${encodeURIComponent(textOf(valueOf(dice, name, schema)))}`,
    );
  const search = query.length === 0 ? '' : `?${query.join('&')}`;
  const body =
    bodies.length === 0 ? undefined : JSON.stringify(objectOf(dice, dice.pick(bodies), 0));
  return { method, path: path + search, body };
}

/** `/images/{uuid}` is about an image. */
function kindOf(path) {
  const kind = /\/([\w-]+)\/\{uuid\}/.exec(path)?.[1] ?? '';
  const singular = kind.replace(/s$/, '').replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
  return `${singular}Uuid`;
}

const textOf = (value) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  // A lone half of a pair cannot be written in a path.
  return text.toWellFormed();
};
