import type { Answer } from '../../api/call.js';
import { answerClassOf, withFieldsOfAnswer } from '../../contract/messages.js';
import { toTimestamp } from '../../contract/timestamp.js';
import { inTurns, isLong, membersInPieces } from '../render-in-pieces.js';
import { nativeError, renderValue } from '../render.js';

/** What the real system calls `RestAPIResponse`; what is undefined is left out. Times are in ms since 1970. */
interface Response {
  readonly uuid?: string;
  readonly state: 'Processing' | 'Done';
  readonly createdDate: number;
  readonly finishedDate?: number;
  /** JSON text inside of JSON text: already quoted. */
  readonly result?: string;
}

/** The text of a response. */
export function renderResponse({
  uuid,
  state,
  createdDate,
  finishedDate,
  result,
}: Response): string {
  const head = JSON.stringify({
    uuid,
    state,
    createdDate: toTimestamp(createdDate),
    finishedDate: finishedDate === undefined ? undefined : toTimestamp(finishedDate),
  });
  return result === undefined ? head : `${head.slice(0, -1)},"result":${result}}`;
}

type Done = Extract<Answer, { kind: 'success' | 'failure' }>;

/**
 * The result of a call, quoted: the class of its answer with what it holds. It is as the real system sends it,
 * without nulls, whatever form the REST API has: no page describes another one.
 */
export async function renderResult(
  operation: string,
  className: string | undefined,
  result: Done,
): Promise<string> {
  const start = `{${JSON.stringify(answerClassOf(operation, className))}:{`;
  if (result.kind === 'success' && isLong(result.body)) {
    return quotedInPieces(start, await membersInPieces('native', result.body));
  }
  const held =
    result.kind === 'failure'
      ? { success: false, error: nativeError(result.error) }
      : { ...fieldsOf(operation, result.body), success: true };
  return JSON.stringify(`${start}${renderValue('native', held).slice(1)}}`);
}

function fieldsOf(operation: string, body: object | string): Readonly<Record<string, unknown>> {
  const fields: unknown = typeof body === 'string' ? JSON.parse(body) : body;
  return withFieldsOfAnswer(operation, fields as Readonly<Record<string, unknown>>);
}

async function quotedInPieces(start: string, members: readonly string[]): Promise<string> {
  const end = `${members.length === 0 ? '' : ','}"success":true}}`;
  return `"${(await inTurns(quoted([start, ...members, end]))).join('')}"`;
}

function* quoted(pieces: readonly string[]): Generator<string> {
  for (const piece of pieces) yield JSON.stringify(piece).slice(1, -1);
}
