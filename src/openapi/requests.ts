import type { Operation } from '../api/define-operation.js';
import { examplesOf } from './examples.js';
import { variablesIn, isOfControl, type Way } from './ways.js';
import { BYTES, json, type Schemas, type Refer } from './content.js';

/** The variables of an address, with a value to try; where operations that share it need others, with one for each. */
export function pathParameters(ways: readonly Way[], path: string) {
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

export function pathParameter(name: string) {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

/** Browsers send it by themselves when they come back. */
export const LAST_EVENT_ID = {
  name: 'Last-Event-ID',
  in: 'header',
  required: false,
  description: 'the `id` of the last event that arrived: what came since then is told first',
  schema: { type: 'string' },
};

export function queryParameters({ operation, variables }: Way, schemas: Schemas) {
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

export function requestBody(way: Way, schemas: Schemas) {
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
export const bodySchema = (way: Way, schemas: Schemas) =>
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
export function bodyExample({ operation, variables }: Way): object {
  const params = Object.fromEntries(
    Object.entries(examplesOf(operation, variables)).filter(([name]) => !variables.includes(name)),
  );
  return isOfControl(operation) ? params : { [operation.bodyKey ?? 'params']: params };
}

/** What makes something gives it tags; of what is answered at once that is what is posted. */
const takesTags = ({ kind, method }: Operation) =>
  kind === 'async' || (kind === 'sync' && method === 'POST');
