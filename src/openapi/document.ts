import type { Operation } from '../api/define-operation.js';
import { allOperations } from '../api/operations/index.js';
import { errorCodeSchema } from '../contract/error-code.js';
import { CONTROL_STATUS } from '../core/control-error.js';
import { VERSION } from '../core/version.js';
import { HOST_OPERATIONS } from '../control/environments/index.js';
import { CONTROL_OPERATIONS } from '../control/operations/index.js';
import { ANY_UUID } from './example-values.js';
import { examplesOf } from './examples.js';
import { groupsOf } from './groups.js';
import { messagePaths } from './messages.js';
import { schemaRegistry } from './schemas.js';

/** The OpenAPI 3.1 document: a pure function of the list of operations. */
export function openApiDocument(imageApi: readonly Operation[] = allOperations()): object {
  const schemas = schemaRegistry();
  const error = schemas.refer(errorCodeSchema);
  const places = new Map<string, Place>();
  for (const operation of imageApi) addPlaces(places, operation, '/zstack');
  for (const operation of [...CONTROL_OPERATIONS.values(), ...HOST_OPERATIONS.values()]) {
    addPlaces(places, operation, '/emulator');
  }
  const paths: Record<string, Record<string, object>> = {};
  const pathAt = new Map<string, string>();
  for (const { path: own, slot, ways } of places.values()) {
    const [first] = ways;
    if (!first) continue;
    // Several methods at an address call its variables what the first does.
    const path = pathAt.get(slot) ?? own;
    pathAt.set(slot, path);
    const described =
      ways.length === 1
        ? describeOperation(first, path, schemas)
        : describeActions(ways, path, schemas);
    paths[path] = { ...paths[path], [first.operation.method.toLowerCase()]: described };
  }
  paths['/zstack/v1/api-jobs/{uuid}'] = { get: JOB_POLLING };
  Object.assign(paths, messagePaths(imageApi));
  // The emulator's own API has its environments in paths of their own.
  for (const [path, methods] of Object.entries(paths)) {
    if (path.startsWith('/emulator')) methods['servers'] = OWN_SERVERS;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'ZStack image API, emulated',
      version: VERSION,
      description:
        "The image subsystem of ZStack Cloud as zstack-image-emulator answers it: refusals are 503 with an error object, what the REST layer refuses is plain text. The emulator's own API, below /emulator, refuses with the statuses of HTTP.",
      contact: { name: 'zstack-image-emulator' },
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      { url: '/', description: 'The default environment' },
      {
        url: '/environments/{environment}',
        description: 'Another environment',
        variables: {
          environment: {
            default: 'default',
            description: 'its name; GET /emulator/v1/environments',
          },
        },
      },
    ],
    tags: groupsOf(tagsIn(paths)),
    paths: Object.fromEntries(Object.entries(paths).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description:
            '`OAuth <session uuid>`: of LogInByAccount, or that of the default seed, 5e55000000004000800000000000ad01. Signed requests carry `ZStack <access key>:<signature>` in the same place.',
        },
        controlToken: {
          type: 'http',
          scheme: 'bearer',
          description:
            "The token of EMULATOR_CONTROL_TOKEN, for the emulator's own API where it needs one: beyond loopback",
        },
      },
      responses: {
        Refused: {
          description: 'The call was refused or its work failed',
          content: json({
            type: 'object',
            properties: { error },
            required: ['error'],
            additionalProperties: false,
          }),
        },
        Accepted: {
          description: 'The job goes on; poll `location`',
          content: json({
            type: 'object',
            properties: {
              location: { type: 'string', format: 'uri' },
              apiTimeout: { type: 'integer', description: 'ms' },
            },
            required: ['location', 'apiTimeout'],
          }),
        },
        ControlRefused: {
          description:
            "The emulator's own API refused the call: 400 what cannot be meant, 404 what is not there, 405 another method, 409 what the state of things forbids, 413 what is too large, 503 what cannot be done now",
          content: json({
            type: 'object',
            properties: {
              error: {
                type: 'object',
                properties: {
                  code: { type: 'string', enum: Object.keys(CONTROL_STATUS) },
                  details: { type: 'string' },
                },
                required: ['code', 'details'],
                additionalProperties: false,
              },
            },
            required: ['error'],
            additionalProperties: false,
          }),
        },
        RestRefused: {
          description: 'The REST layer refused the request',
          content: TEXT,
        },
        RestFailed: {
          description:
            'The REST layer failed as the real one does: on JSON of another shape, or a method that the path has not',
          content: TEXT,
        },
      },
      schemas: schemas.all(),
    },
  };
}

const tagsIn = (paths: Record<string, Record<string, object>>) =>
  new Set(
    Object.values(paths).flatMap((methods) =>
      Object.values(methods).flatMap((described) => ('tags' in described ? described.tags : [])),
    ) as string[],
  );

/** A method at an address, and the operations that share it: of a PUT the body chooses among them. */
interface Place {
  readonly path: string;
  readonly slot: string;
  readonly ways: Way[];
}

/** An operation at one of its addresses. */
interface Way {
  readonly operation: Operation;
  /** Which of its addresses it is. */
  readonly index: number;
  /** What it calls the variables of the address, in their order. */
  readonly variables: readonly string[];
}

const variablesIn = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));

/** An address whatever its variables are called: OpenAPI tells addresses apart by this alone. */
const slotOf = (path: string) => path.replaceAll(/\{\w+\}/g, '{}');

function addPlaces(places: Map<string, Place>, operation: Operation, context: string): void {
  for (const [index, own] of operation.paths.entries()) {
    const path = `${context}${own}`;
    const slot = slotOf(path);
    const key = `${operation.method} ${slot}`;
    const place = places.get(key) ?? { path, slot, ways: [] };
    place.ways.push({ operation, index, variables: variablesIn(path) });
    places.set(key, place);
  }
}

/** Operations that share an address: each is one form of the body, named after it. */
function describeActions(ways: readonly Way[], path: string, schemas: Schemas) {
  const operations = ways.map(({ operation }) => operation);
  const [first] = operations;
  return {
    operationId: `ActionsOn${path.replaceAll(/[^A-Za-z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`,
    summary: 'One of several operations: the key in the body chooses it',
    description: operations.map(({ name, summary }) => `- \`${name}\`: ${summary}`).join('\n'),
    tags: [first?.family],
    security: [{ session: [] }],
    parameters: pathParameters(ways, path),
    requestBody: {
      required: true,
      content: json(
        { oneOf: ways.map((way) => bodySchema(way, schemas)) },
        {
          examples: Object.fromEntries(
            ways.map((way) => [
              way.operation.name,
              { summary: way.operation.summary, value: bodyExample(way) },
            ]),
          ),
        },
      ),
    },
    responses: {
      200: {
        description: 'Done',
        // Some of them look alike: no answer tells whose it is.
        content: json({ anyOf: operations.map((operation) => successSchema(operation, schemas)) }),
      },
      202: { $ref: '#/components/responses/Accepted' },
      ...FAILURES_OF_JSON,
    },
  };
}

/** The variables of an address, with a value to try; where operations that share it need others, with one for each. */
function pathParameters(ways: readonly Way[], path: string) {
  return variablesIn(path).map((name, position) => {
    const tried = ways.map(({ operation, variables }) => {
      const value = examplesOf(operation, variables)[variables[position] ?? name];
      return [operation.name, { value: String(value as string) }] as const;
    });
    const [first] = tried;
    const isOne = new Set(tried.map(([, { value }]) => value)).size === 1;
    const shown = isOne ? { example: first?.[1].value } : { examples: Object.fromEntries(tried) };
    return { ...pathParameter(name), ...shown };
  });
}

const OWN_SERVERS = [{ url: '/', description: 'This emulator' }];

const TEXT = { 'text/plain': { schema: { type: 'string' } } };

/** What any call may come to. */
const FAILURES = {
  400: { $ref: '#/components/responses/RestRefused' },
  503: { $ref: '#/components/responses/Refused' },
};

/** The same of a call with a body in JSON. */
const FAILURES_OF_JSON = {
  ...FAILURES,
  500: { $ref: '#/components/responses/RestFailed' },
};

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

const json = (schema: object, more: object = {}) => ({ 'application/json': { schema, ...more } });

const JOB_POLLING = {
  operationId: 'GetApiJob',
  summary: 'The state of a job: 202 while it runs, then its result',
  tags: ['jobs'],
  security: [{}],
  parameters: [{ ...pathParameter('uuid'), example: ANY_UUID }],
  responses: {
    200: { description: 'The result', content: json({ type: 'object' }) },
    202: { description: 'It runs', content: json({ type: 'object', maxProperties: 0 }) },
    404: { $ref: '#/components/responses/RestRefused' },
    503: { $ref: '#/components/responses/Refused' },
  },
};

function pathParameter(name: string) {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

/** Whether it is one of the emulator's own that is called by whoever steers it. */
const isOfControl = (operation: Operation): boolean =>
  operation.kind === 'control' ||
  operation.kind === 'host' ||
  operation.kind === 'stream' ||
  (operation.kind === 'download' && !operation.isForClients);

/** On loopback nobody needs the token. */
function securityOf(operation: Operation): object[] {
  if (operation.auth) return [{ session: [] }];
  return isOfControl(operation) ? [{}, { controlToken: [] }] : [{}];
}

const BYTES = { type: 'string', format: 'binary' };

type Schemas = ReturnType<typeof schemaRegistry>;
type Refer = Schemas['refer'];

function describeOperation(way: Way, path: string, schemas: Schemas) {
  const { operation, index } = way;
  const inBody = operation.method === 'POST' || operation.method === 'PUT';
  return {
    operationId: index === 0 ? operation.name : `${operation.name}_${index + 1}`,
    summary: operation.summary,
    tags: [operation.family],
    security: securityOf(operation),
    parameters: [
      ...pathParameters([way], path),
      ...(inBody ? [] : queryParameters(way, schemas)),
      ...(operation.kind === 'stream' ? [LAST_EVENT_ID] : []),
    ],
    ...(inBody ? { requestBody: requestBody(way, schemas) } : {}),
    responses: responses(operation, schemas),
  };
}

/** Browsers send it by themselves when they come back. */
const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'the `id` of the last event that arrived: what came since then is told first',
  schema: { type: 'string' },
};

function queryParameters({ operation, variables }: Way, schemas: Schemas) {
  if (operation.kind === 'query') return variables.length > 0 ? [] : QUERY_PARAMETERS;
  const examples = examplesOf(operation, variables);
  return Object.entries(operation.params)
    .filter(([name]) => !variables.includes(name))
    .map(([name, { type, schema, rules }]) => {
      const example = examples[name] === undefined ? {} : { example: examples[name] };
      const said = { name, in: 'query', required: rules.required ?? false };
      // Clients say a map as they say it to the real system.
      const isMap = type === 'Object' || type.startsWith('Map<');
      const how = isMap ? { description: `a parameter \`${name}.KEY\` for each of its keys` } : {};
      return { ...said, ...how, schema: schemas.refer(schema()), ...example };
    });
}

const QUERY_PARAMETERS = [
  [
    'q',
    'condition, e.g. `name~=web-%`; repeat it for more',
    { type: 'array', items: { type: 'string' } },
  ],
  ['limit', 'at most so many (1000)', { type: 'integer' }],
  ['start', 'leave out so many', { type: 'integer' }],
  ['count', 'only the number', { type: 'boolean' }],
  ['replyWithCount', 'the number too', { type: 'boolean' }],
  ['sort', '`+field` or `-field`', { type: 'string' }],
  ['fields', 'only these keys, comma separated', { type: 'string' }],
].map(([name, description, schema]) => ({ name, in: 'query', description, schema }));

function requestBody(way: Way, schemas: Schemas) {
  const { operation } = way;
  if (operation.kind === 'host' && operation.takesBytes) {
    return { required: true, content: { 'application/vnd.sqlite3': { schema: BYTES } } };
  }
  if (operation.kind === 'upload') {
    const file = { type: 'object', properties: { file: { type: 'string', format: 'binary' } } };
    return { required: true, content: { 'multipart/form-data': { schema: file } } };
  }
  return {
    required: !isOfControl(operation),
    content: json(bodySchema(way, schemas), { example: bodyExample(way) }),
  };
}

/** A body, as a component: generators of clients name classes after these. */
const bodySchema = (way: Way, schemas: Schemas) =>
  schemas.name(`${way.operation.name}${way.index === 0 ? '' : way.index + 1}Request`, (refer) =>
    bodyOf(way, refer),
  );

function bodyOf({ operation, variables }: Way, refer: Refer) {
  // What the path says the body need not say.
  const own = Object.entries(operation.params).filter(([name]) => !variables.includes(name));
  const properties = Object.fromEntries(
    own.map(([name, { schema }]) => [name, withoutDefault(refer(schema()))]),
  );
  const required = own.filter(([, { rules }]) => rules.required).map(([name]) => name);
  const texts = { type: 'array', items: { type: 'string' } };
  // Of the emulator's own API the parameters stand in the body itself; under `params` they are found, too.
  if (isOfControl(operation)) {
    return {
      type: 'object',
      properties,
      required,
      additionalProperties: false,
    };
  }
  return {
    type: 'object',
    properties: {
      [operation.bodyKey ?? 'params']: { type: 'object', properties, required },
      ...(takesTags(operation) ? { systemTags: texts, userTags: texts } : {}),
    },
    required: [operation.bodyKey ?? 'params'],
  };
}

/** Generators of clients demand what has a default: it is said in words. */
function withoutDefault({ default: usual, ...schema }: Record<string, unknown>): object {
  if (usual === undefined || usual === null) return schema;
  const { description } = schema;
  const said = typeof description === 'string' ? `${description}; ` : '';
  return { ...schema, description: `${said}default: ${JSON.stringify(usual)}` };
}

/** A body to try. */
function bodyExample({ operation, variables }: Way): object {
  const params = Object.fromEntries(
    Object.entries(examplesOf(operation, variables)).filter(([name]) => !variables.includes(name)),
  );
  return isOfControl(operation) ? params : { [operation.bodyKey ?? 'params']: params };
}

/** What a call of the emulator's own API may be refused with. */
const REFUSALS_OF_CONTROL = Object.fromEntries(
  [400, 404, 405, 409, 413, 503].map((status) => [
    status,
    { $ref: '#/components/responses/ControlRefused' },
  ]),
);
/** What makes something gives it tags; of what is answered at once that is what is posted. */
const takesTags = ({ kind, method }: Operation) =>
  kind === 'async' || (kind === 'sync' && method === 'POST');

function responses(operation: Operation, schemas: Schemas) {
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
    ...(takesJson ? FAILURES_OF_JSON : FAILURES),
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
const successSchema = (operation: Operation, schemas: Schemas) =>
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
