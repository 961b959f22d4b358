import type { IncomingMessage } from 'node:http';
import { invalid } from '../../core/control-error.js';
import { isPlainObject } from '../../core/plain-object.js';
import { RestError } from '../../core/rest-error.js';
import { readParameters, type Declared } from '../../control/read-parameters.js';
import { searchOf } from '../address.js';
import { parseJsonObject, readBody } from '../read-body.js';

/** The key under which a body may hold its parameters, as bodies of the image API do. */
const WRAPPING = 'params';

/**
 * The checked parameters of a call of the emulator's own API: of POST and PUT from the body, alone or under `params`;
 * of GET and DELETE from the query. What stands elsewhere is refused, not overlooked.
 * @throws {ControlError} `invalid`
 */
export function ownParameters(
  operation: Declared,
  request: IncomingMessage,
  variables: Readonly<Record<string, string>>,
  /** Undefined: it is no JSON, but bytes for the operation to read. */
  body: string | undefined,
): Record<string, unknown> {
  const fields = fieldsOf(body);
  const queried = queriedOf(operation, searchOf(request));
  // Who has an address from the image API knows nothing of what stands behind it.
  if (operation.isForClients) {
    const known = Object.entries(queried).filter(([name]) => Object.hasOwn(operation.params, name));
    const given = Object.fromEntries(known);
    return readParameters(operation, { where: 'query parameter', given, variables });
  }
  const { method = 'GET' } = request;
  if (method === 'POST' || method === 'PUT') {
    if (body !== undefined)
      refuseAny(Object.keys(queried), 'query', `${method} takes them in its body`);
    return body === undefined
      ? readParameters(operation, { where: 'query parameter', given: queried, variables })
      : readParameters(operation, { where: 'field', given: fields, variables });
  }
  refuseAny(Object.keys(fields), 'body', `${method} takes them in its query, such as ?name=value`);
  return readParameters(operation, { where: 'query parameter', given: queried, variables });
}

/** Whether a request brings a body at all. */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** The whole body as text. @throws {RestError} 413, 408; {ControlError} `invalid` for an unknown charset */
export async function ownBody(request: IncomingMessage): Promise<string> {
  try {
    return await readBody(request);
  } catch (error) {
    if (error instanceof RestError && error.status === 500) {
      throw invalid('the body is in a charset that nobody knows here: expected UTF-8');
    }
    throw error;
  }
}

/** The fields of a body. */
function fieldsOf(text: string | undefined): Readonly<Record<string, unknown>> {
  const body = parsed(text ?? '');
  if (!Object.hasOwn(body, WRAPPING)) return body;
  const { [WRAPPING]: inner, ...beside } = body;
  const [odd] = Object.keys(beside);
  if (odd !== undefined) {
    throw invalid(
      `the field '${odd}' stands beside '${WRAPPING}': parameters stand all under '${WRAPPING}', or all without it`,
    );
  }
  if (inner === null) return {};
  if (isPlainObject(inner)) return inner;
  throw invalid(`the field '${WRAPPING}' is ${JSON.stringify(inner)}: expected an object`);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return parseJsonObject(text) ?? {};
  } catch (error) {
    if (error instanceof RestError) throw invalid(error.message);
    throw error;
  }
}

/** What takes a list is given each of its values under the same name. */
function queriedOf(
  { params }: Declared,
  search: URLSearchParams,
): Readonly<Record<string, string | readonly string[]>> {
  const names = [...new Set(search.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const [value = '', ...more] = search.getAll(name);
      if (params[name]?.type === 'List<String>') return [name, [value, ...more]];
      if (more.length === 0) return [name, value];
      throw invalid(`the query parameter '${name}' is given more than once`);
    }),
  );
}

function refuseAny(names: readonly string[], where: 'query' | 'body', instead: string): void {
  const [first] = names;
  if (first === undefined) return;
  throw invalid(`'${first}' stands in the ${where}, where nobody reads parameters: ${instead}`);
}
