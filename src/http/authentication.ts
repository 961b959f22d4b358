import { RestError } from '../core/rest-error.js';

const SKEW_LIMIT = 15 * 60_000;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DATE = /^\w{3}, (\d{1,2}) (\w{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) \S+/;

/**
 * The session's uuid of an `Authorization` header. Whether the session is good is not known here:
 * the real system looks at that only after the parameters. `now` is the environment's time.
 * @throws {RestError} 400 or 403 in the real system's words
 */
export function sessionOf(
  header: string | undefined,
  date: string | undefined,
  now: number,
): string {
  if (header === undefined) throw new RestError(400, "missing header 'Authorization'");
  if (header.startsWith('OAuth')) return header.slice('OAuth'.length).trim();
  if (!header.startsWith('ZStack')) throw new RestError(400, "Authorization type must be 'OAuth'");
  checkDate(date, now);
  if (header.slice('ZStack'.length).split(':').length !== 2) {
    throw new RestError(400, "accessKey format is 'ZStack AccessKeyId:Signature'");
  }
  // Access keys are not emulated yet: the answer is that of a system without their module.
  throw new RestError(400, 'unable to find RestAuthenticationBackend[provider type: ZStack]');
}

/** Only the local date and time are compared, the zone's name is not (`rest/checkTimeZone` false). */
function checkDate(date: string | undefined, now: number): void {
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
}
