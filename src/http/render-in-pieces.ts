import type { Operation } from '../api/define-operation.js';
import { monotonicMilliseconds } from '../core/clock.js';
import { schemaMap } from '../contract/schema-map.js';
import { renderValue, successStart, type Rendered, type WireForm } from './render.js';

/** Elements of which text is made at once. */
const PIECE = 250;
/** Others get their turn after so many ms. */
const TURN = 20;

/** A body of inventories, or of results of which each has some. */
export interface Listing {
  readonly inventories?: readonly unknown[];
  readonly inventoryCounts?: readonly unknown[];
  readonly results?: readonly Listing[];
}

/** Whether the text of a body takes long to make. */
export const isLong = (body: object | string): body is Listing =>
  typeof body === 'object' && isLongListing(body);

const isLongListing = ({ inventories, inventoryCounts, results }: Listing): boolean =>
  (inventories?.length ?? 0) > PIECE ||
  (inventoryCounts?.length ?? 0) > PIECE ||
  (results?.some(isLongListing) ?? false);

/**
 * A success with long lists: its text takes 10 us an inventory, and as much again for what names the classes, so
 * others are served meanwhile. What is answered was read before, all at one moment.
 */
export async function renderInPieces(
  wire: WireForm,
  { kind, returns }: Operation,
  body: Listing,
  wantsSchema: boolean,
): Promise<Rendered> {
  const members = await membersInPieces(wire, body);
  const hasSchema = kind === 'query' || wantsSchema;
  const schema = hasSchema ? await inTurns(schemaPieces(wire, returns, body)) : [];
  const text = [successStart(wire), ...members, ...schema, '}'].join('');
  return { status: 200, body: text };
}

/** What stands between the braces of a listing's text, in pieces of which each is made at once. */
export async function membersInPieces(wire: WireForm, body: Listing): Promise<string[]> {
  const [, ...members] = await inTurns(piecesOf(wire, body));
  members.pop();
  return members;
}

/** Makes the pieces until it is somebody else's turn, and again. */
export async function inTurns(pieces: Iterable<string>): Promise<string[]> {
  const made: string[] = [];
  let began = monotonicMilliseconds();
  for (const piece of pieces) {
    made.push(piece);
    if (monotonicMilliseconds() - began < TURN) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = monotonicMilliseconds();
  }
  return made;
}

/** The JSON text of a listing: its first piece is the brace that opens it, its last the one that closes it. */
function* piecesOf(wire: WireForm, listing: Listing): Generator<string> {
  yield '{';
  let comma = '';
  for (const [key, value] of Object.entries(listing)) {
    if (value === undefined || (wire === 'native' && value === null)) continue;
    yield `${comma}${JSON.stringify(key)}:`;
    comma = ',';
    if (!Array.isArray(value)) yield renderValue(wire, value);
    else if (key === 'results') yield* listPieces(resultsOf(wire, value as Listing[]));
    else yield* listPieces(slicesOf(wire, value));
  }
  yield '}';
}

function* listPieces(elements: Iterable<Iterable<string>>): Generator<string> {
  yield '[';
  let comma = '';
  for (const element of elements) {
    yield comma;
    yield* element;
    comma = ',';
  }
  yield ']';
}

const resultsOf = (wire: WireForm, results: readonly Listing[]) =>
  results.map((result) => piecesOf(wire, result));

function* slicesOf(wire: WireForm, list: readonly unknown[]): Generator<[string]> {
  for (let from = 0; from < list.length; from += PIECE) {
    yield [renderValue(wire, list.slice(from, from + PIECE)).slice(1, -1)];
  }
}

function* schemaPieces(
  wire: WireForm,
  returns: NonNullable<Operation['returns']>,
  { inventories = [] }: Listing,
): Generator<string> {
  yield ',"schema":{';
  let comma = '';
  for (let from = 0; from < inventories.length; from += PIECE) {
    const named = schemaMap(returns, { inventories: inventories.slice(from, from + PIECE) }, from);
    const text = renderValue(wire, named).slice(1, -1);
    if (text === '') continue;
    yield comma + text;
    comma = ',';
  }
  yield '}';
}
