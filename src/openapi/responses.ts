import type { Operation } from '../api/define-operation.js';
import { isOfControl } from './ways.js';
import { TEXT, BYTES, json, type Schemas, type Refer } from './content.js';

/** What any call may come to. */
const FAILURES = {
  400: { $ref: '#/components/responses/RestRefused' },
  503: { $ref: '#/components/responses/Refused' },
};

/** The same of a call with a body in JSON. */
export const FAILURES_OF_JSON = {
  ...FAILURES,
  500: { $ref: '#/components/responses/RestFailed' },
};

/** Whatever is said of these in an address is a text that they may have; of others the real system fails on some. */
const TEXTS = /^(String|Boolean|boolean|(List|Collection|Set)<String>)$/;

/** Whether an address may say something that the real system's parsers fail on. */
const hasParsed = ({ kind, params, paths }: Operation) =>
  kind !== 'query' &&
  Object.entries(params).some(
    ([name, { type }]) => !TEXTS.test(type) && paths.some((path) => !path.includes(`{${name}}`)),
  );

/** What the storage's agent says of a slice. */
const FAILURES_OF_SLICES = Object.fromEntries(
  [
    [404, 'No upload is open there'],
    [406, 'The bytes do not have the MD5 that was sent along'],
    [409, 'The upload has completed, or the slice had other bytes'],
    [413, 'It is too large'],
    [507, 'The storage, the disk or the database has no room'],
  ].map(([status, description]) => [status, { description, content: TEXT }]),
);

/** What a call of the emulator's own API may be refused with. */
const REFUSALS_OF_CONTROL = Object.fromEntries(
  [400, 404, 405, 409, 413, 503].map((status) => [
    status,
    { $ref: '#/components/responses/ControlRefused' },
  ]),
);

export function responses(operation: Operation, schemas: Schemas) {
  const all = ownResponses(operation, schemas);
  if (!isOfControl(operation)) return all;
  const [good] = Object.entries(all).filter(([status]) => status === '200');
  const ranges = Object.entries(all).filter(([status]) => status === '206' || status === '416');
  return { ...Object.fromEntries([...(good ? [good] : []), ...ranges]), ...REFUSALS_OF_CONTROL };
}

function ownResponses(operation: Operation, schemas: Schemas) {
  const isDatabase = operation.kind === 'host' && operation.givesBytes;
  if (operation.kind === 'download' || isDatabase) {
    const type = isDatabase ? 'application/vnd.sqlite3' : 'application/octet-stream';
    const bytes = { [type]: { schema: BYTES } };
    const ofRanges = {
      206: { description: 'The range of bytes', content: bytes },
      404: { $ref: '#/components/responses/RestRefused' },
      416: { description: 'There are no such bytes' },
    };
    return {
      200: { description: 'The bytes', content: bytes },
      ...(isDatabase ? {} : ofRanges),
      ...FAILURES,
    };
  }
  if (operation.kind === 'stream') {
    const description =
      'Events, each with its name and an object in its `data`, until the client ends it or the world is replaced';
    return { 200: { description, content: eventStream(operation, schemas) }, ...FAILURES };
  }
  const takesJson =
    operation.kind !== 'upload' && (operation.method === 'POST' || operation.method === 'PUT');
  const isText = operation.kind === 'control' && operation.givesText;
  return {
    200: {
      description: 'Done',
      content: isText ? TEXT : json(successSchema(operation, schemas)),
    },
    ...(operation.kind === 'async' ? { 202: { $ref: '#/components/responses/Accepted' } } : {}),
    ...(takesJson || hasParsed(operation) ? FAILURES_OF_JSON : FAILURES),
    ...(operation.kind === 'upload' ? FAILURES_OF_SLICES : {}),
  };
}

/** A text to programs that know no better; what stands in each event is a component, too. */
function eventStream({ name, returns }: Operation, schemas: Schemas) {
  const data = schemas.name(`${name}Data`, (refer) => ({
    type: 'object',
    description: 'The object in `data` of each event, by the name of the event',
    properties: Object.fromEntries(
      Object.entries(returns).map(([event, shape]) => [event, refer(shape)]),
    ),
  }));
  return { 'text/event-stream': { schema: { type: 'string' }, 'x-event-data': data } };
}

/** An answer, as a component too. */
export const successSchema = (operation: Operation, schemas: Schemas) =>
  schemas.name(`${operation.name}Answer`, (refer) => answerOf(operation, refer));

function answerOf(operation: Operation, refer: Refer) {
  const properties: Record<string, object> = {
    // No constant: generators of clients make wrong code of one.
    success: { type: 'boolean', description: 'true: a refusal is another answer' },
    error: { type: 'null' },
  };
  for (const [key, shape] of Object.entries(operation.returns)) properties[key] = refer(shape);
  if (operation.kind === 'query') {
    properties['total'] = { type: 'integer' };
    properties['schema'] = { type: 'object', additionalProperties: { type: 'string' } };
  }
  return { type: 'object', properties };
}
