import type { ServerResponse } from 'node:http';
import { ApiError, toErrorCode } from '../../core/api-error.js';
import { CONTROL_STATUS, ControlError, type ControlErrorCode } from '../../core/control-error.js';
import { isNoDefect } from '../../core/machine-fault.js';
import { RestError } from '../../core/rest-error.js';
import type { Rendered } from '../render.js';
import { sendJson } from '../send.js';
import { MethodNotAllowed } from './own-route.js';

/**
 * A refusal or failure of the emulator's own API: a status that means what HTTP means by it, and an object with a
 * word for programs and a sentence for people. `isDefect`: it is the emulator's fault.
 */
export function renderRefusal(error: unknown): Rendered & { readonly isDefect: boolean } {
  const { code, message, status } = wordsOf(error);
  const body = JSON.stringify({ error: { code, details: message } });
  return { status, body, isDefect: code === 'defect' };
}

/** What an answer says beside its body: of a wrong method, which are right; of what passes by itself, when. */
export function headRefusal(response: ServerResponse, error: unknown): void {
  if (response.headersSent || !(error instanceof ControlError)) return;
  if (error instanceof MethodNotAllowed) response.setHeader('Allow', error.allowed.join(', '));
  if (error.retryAfter !== undefined) response.setHeader('Retry-After', error.retryAfter);
}

/** Sends it where no exchange is there to do so. */
export function sendRefusal(response: ServerResponse, error: unknown): void {
  headRefusal(response, error);
  const { status, body } = renderRefusal(error);
  sendJson(response, status, body);
}

interface Words {
  readonly code: ControlErrorCode;
  readonly status: number;
  readonly message: string;
}

function wordsOf(error: unknown): Words {
  if (error instanceof ControlError) return error;
  if (error instanceof RestError)
    return { ...told(codeOf(error), error.message), status: error.status };
  // What the world itself refuses, in its own words.
  if (error instanceof ApiError) {
    const { code, details } = error.errorCode;
    return told(OF_WORLDS[code] ?? 'conflict', details);
  }
  const { details } = toErrorCode(error);
  return told(isNoDefect(error) || isUnusable(error) ? 'unavailable' : 'defect', details);
}

/** What stands where a database should be cannot be used: its words say why. */
const isUnusable = (error: unknown): boolean =>
  error instanceof Error && error.name === 'DatabaseUnusable';

const told = (code: ControlErrorCode, message: string): Words => ({
  code,
  status: CONTROL_STATUS[code],
  message,
});

const OF_WORLDS: Readonly<Record<string, ControlErrorCode>> = {
  'SYS.1003': 'notFound',
  'SYS.1007': 'invalid',
};

/** The word of a status; of what is no other one: that it was wrongly said. */
const codeOf = ({ status }: RestError): ControlErrorCode =>
  (Object.keys(CONTROL_STATUS) as ControlErrorCode[]).find(
    (code) => CONTROL_STATUS[code] === status,
  ) ?? 'invalid';
