import type { Operation } from '../api/define-operation.js';
import { allOperations } from '../api/operations/index.js';
import { errorCodeSchema } from '../contract/error-code.js';
import { CONTROL_STATUS } from '../core/control-error.js';
import { VERSION } from '../core/version.js';
import { HOST_OPERATIONS } from '../control/environments/index.js';
import { CONTROL_OPERATIONS } from '../control/operations/index.js';
import { ANY_UUID } from './example-values.js';
import { groupsOf } from './groups.js';
import { messagePaths } from './messages.js';
import { schemaRegistry } from './schemas.js';
import { addPlaces, isOfControl, type Place, type Way } from './ways.js';
import { TEXT, json, type Schemas } from './content.js';
import {
  pathParameters,
  pathParameter,
  queryParameters,
  LAST_EVENT_ID,
  requestBody,
  bodySchema,
  bodyExample,
} from './requests.js';
import { FAILURES_OF_JSON, responses, successSchema } from './responses.js';

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

const OWN_SERVERS = [{ url: '/', description: 'This emulator' }];

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

/** On loopback nobody needs the token. */
function securityOf(operation: Operation): object[] {
  if (operation.auth) return [{ session: [] }];
  return isOfControl(operation) ? [{}, { controlToken: [] }] : [{}];
}

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
