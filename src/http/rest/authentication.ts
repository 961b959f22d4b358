import { checksTimeZone, signerOf } from '../../api/credentials.js';
import type { Credentials } from '../../api/call.js';
import type { Runtime } from '../../api/runtime.js';
import { RestError } from '../../core/rest-error.js';
import { localTime, readDateHeader } from './date-header.js';

const SKEW_LIMIT = 15 * 60_000;

/** What of a request a signature can cover. */
export interface Signable {
  readonly method: string;
  /** The decoded path without the context path. */
  readonly path: string;
}

/**
 * Who an `Authorization` header says the caller is. Whether a session is good is not known here: the
 * real system looks at that only after the parameters; a signature is checked at once.
 * @throws {RestError} 400 or 403 in the real system's words
 */
export function credentialsOf(
  header: string | undefined,
  date: string | undefined,
  { method, path }: Signable,
  runtime: Runtime,
): Credentials {
  if (header === undefined) throw new RestError(400, "missing header 'Authorization'");
  if (header.startsWith('OAuth')) {
    return { kind: 'session', sessionUuid: header.slice('OAuth'.length).trim() };
  }
  if (!header.startsWith('ZStack')) throw new RestError(400, "Authorization type must be 'OAuth'");
  const checked = checkedDate(date, runtime);
  const [accessKeyId, signature, ...rest] = header.slice('ZStack'.length).trim().split(':');
  if (accessKeyId === undefined || signature === undefined || rest.length > 0) {
    throw new RestError(400, "accessKey format is 'ZStack AccessKeyId:Signature'");
  }
  const signed = { accessKeyId, signature, method, date: checked, path };
  return { kind: 'signature', accountUuid: signerOf(runtime, signed) };
}

/**
 * What the date says is compared with the wall clock of the server: only with `rest/checkTimeZone` does its zone count.
 * @throws {RestError} 400 or 403 in the real system's words
 */
function checkedDate(date: string | undefined, runtime: Runtime): string {
  if (date === undefined) throw new RestError(400, "'Date' must be incuded in request header");
  const sent = readDateHeader(date);
  if (!sent) {
    throw new RestError(
      400,
      "'Date' format error, correct format is 'EEE, dd MMM yyyy HH:mm:ss z'",
    );
  }
  const now = runtime.world.clock.now();
  const skew = checksTimeZone(runtime) ? sent.instant - now : sent.local - localTime(now);
  if (Math.abs(skew) > SKEW_LIMIT) throw new RestError(403, 'requestTimeTooSkewed');
  return date;
}
