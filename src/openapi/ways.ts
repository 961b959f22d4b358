import type { Operation } from '../api/define-operation.js';

/** A method at an address, and the operations that share it: of a PUT the body chooses among them. */
export interface Place {
  readonly path: string;
  readonly slot: string;
  readonly ways: Way[];
}

/** An operation at one of its addresses. */
export interface Way {
  readonly operation: Operation;
  /** Which of its addresses it is. */
  readonly index: number;
  /** What it calls the variables of the address, in their order. */
  readonly variables: readonly string[];
}

export const variablesIn = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));

/** An address whatever its variables are called: OpenAPI tells addresses apart by this alone. */
const slotOf = (path: string) => path.replaceAll(/\{\w+\}/g, '{}');

export function addPlaces(places: Map<string, Place>, operation: Operation, context: string): void {
  for (const [index, own] of operation.paths.entries()) {
    const path = `${context}${own}`;
    const slot = slotOf(path);
    const key = `${operation.method} ${slot}`;
    const place = places.get(key) ?? { path, slot, ways: [] };
    place.ways.push({ operation, index, variables: variablesIn(path) });
    places.set(key, place);
  }
}

/** Whether it is one of the emulator's own that is called by whoever steers it. */
export const isOfControl = (operation: Operation): boolean =>
  operation.kind === 'control' ||
  operation.kind === 'host' ||
  operation.kind === 'stream' ||
  (operation.kind === 'download' && !operation.isForClients);
