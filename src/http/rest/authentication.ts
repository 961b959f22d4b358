import { signerOf } from '../../api/credentials.js';
import type { Credentials } from '../../api/call.js';
import type { Runtime } from '../../api/runtime.js';
import { RestError } from '../../core/rest-error.js';

const SKEW_LIMIT = 15 * 60_000;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DATE = /^\w{3}, (\d{1,2}) (\w{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) \S+/;

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
  const checked = checkedDate(date, runtime.world.clock.now());
  const [accessKeyId, signature, ...rest] = header.slice('ZStack'.length).trim().split(':');
  if (accessKeyId === undefined || signature === undefined || rest.length > 0) {
    throw new RestError(400, "accessKey format is 'ZStack AccessKeyId:Signature'");
  }
  const signed = { accessKeyId, signature, method, date: checked, path };
  return { kind: 'signature', accountUuid: signerOf(runtime, signed) };
}

/** Only the local date and time are compared, the zone's name is not (`rest/checkTimeZone` false). */
function checkedDate(date: string | undefined, now: number): string {
  if (date === undefined) throw new RestError(400, "'Date' must be incuded in request header");
  const [, day, month = '', year, hours, minutes, seconds] = DATE.exec(date) ?? [];
  const parts = [year, MONTHS.indexOf(month), day, hours, minutes, seconds].map(Number);
  const [y = NaN, mon = -1, d = NaN, h = NaN, min = NaN, s = NaN] = parts;
  const time = Date.UTC(y, mon, d, h, min, s);
  if (mon < 0 || Number.isNaN(time)) {
    throw new RestError(
      400,
      "'Date' format error, correct format is 'EEE, dd MMM yyyy HH:mm:ss z'",
    );
  }
  if (Math.abs(time - now) > SKEW_LIMIT) throw new RestError(403, 'requestTimeTooSkewed');
  return date;
}
