import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Answer, Call } from './protocol.js';

/** Asks the library in jest's own process; what it throws is thrown here, by name and words. */
export async function callBridge(bridge: string, call: Call): Promise<unknown> {
  // A connection of its own, closed with the answer: none is left open at the end of a test.
  const sent = request(bridge, { method: 'POST', agent: false });
  sent.end(JSON.stringify(call));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const { value, error } = JSON.parse(await text(response)) as Answer;
  if (error) throw Object.assign(new Error(error.message), error);
  return value;
}
