import { ServerResponse, type IncomingMessage } from 'node:http';
import { codeOf } from '../core/code-of.js';

/** What the doors found out about a request, for whoever is told of each. */
export interface RequestNotes {
  readonly environment: string;
  readonly operation: string | null;
  /** Whose call it was, by name. */
  readonly account: string | null;
  readonly jobUuid: string | null;
  /** What a refusal says. */
  readonly answerBody: string;
}

/**
 * Node asserts that the answers of a connection leave in their order, and ends the process where they do not: one
 * client could do that by requests that come while its connection is being closed. Here its connection ends.
 */
export class Answer<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  /** Called with what is known of the request, once it is over for its door; undefined when nobody wants to know. */
  note: ((notes: RequestNotes) => void) | undefined;
  /** Whether a door will call `note`. */
  isNoted = false;

  override emit(event: string | symbol, ...rest: unknown[]): boolean {
    if (event !== 'finish') return super.emit(event, ...rest);
    try {
      return super.emit(event, ...rest);
    } catch (error) {
      if (codeOf(error) !== 'ERR_INTERNAL_ASSERTION') throw error;
      this.req.socket.destroy();
      return true;
    }
  }
}
