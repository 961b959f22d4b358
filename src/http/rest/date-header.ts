/** When a request says it was sent. */
export interface SentAt {
  /** Its local date and time as if they were UTC, in ms since 1970. */
  readonly local: number;
  /** The same as a moment of its time zone, in ms since 1970. */
  readonly instant: number;
}

const DAYS = 'sun mon tue wed thu fri sat'.split(' ');
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DATE =
  /^([a-z]{3}), (\d{2}) ([a-z]{3}) (\d{4}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) ([a-z0-9_+:/-]{1,64})$/;

/**
 * Reads a `Date` header as the real system's `EEE, dd MMM yyyy HH:mm:ss z`, in any case; undefined for anything else:
 * another form, a weekday that the date has not, a zone that does not exist. A day beyond the end of its month is
 * the last one, as there.
 */
export function readDateHeader(header: string): SentAt | undefined {
  const [whole, weekday, day, monthName = '', yearText, ...rest] =
    DATE.exec(header.toLowerCase()) ?? [];
  const month = MONTHS.indexOf(monthName);
  if (whole === undefined || month === -1 || Number(day) < 1 || Number(day) > 31) return undefined;
  const year = Number(yearText);
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const [hours, minutes, seconds] = rest.map(Number);
  const date = Math.min(Number(day), lastDay);
  const local = Date.UTC(year, month, date, hours, minutes, seconds);
  if (DAYS[new Date(local).getUTCDay()] !== weekday) return undefined;
  const offset = offsetOf(rest.at(-1) ?? '', local);
  return offset === undefined ? undefined : { local, instant: local - offset };
}

/** The wall clock of the server, in the form of {@link SentAt.local}: in the time zone of the process (TZ). */
export function localTime(now: number): number {
  return now - new Date(now).getTimezoneOffset() * 60_000;
}

/** Names of zones that the date of a client may end with, beside those of the time zone database. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  akdt: 'america/anchorage',
  akst: 'america/anchorage',
  aedt: 'australia/sydney',
  aest: 'australia/sydney',
  bst: 'europe/london',
  cdt: 'america/chicago',
  cest: 'europe/paris',
  cst: 'america/chicago',
  edt: 'america/new_york',
  eest: 'europe/bucharest',
  est: 'america/new_york',
  hkt: 'asia/hong_kong',
  hst: 'pacific/honolulu',
  jst: 'asia/tokyo',
  kst: 'asia/seoul',
  mdt: 'america/denver',
  mmt: 'asia/yangon',
  msk: 'europe/moscow',
  mst: 'america/denver',
  nzdt: 'pacific/auckland',
  nzst: 'pacific/auckland',
  pdt: 'america/los_angeles',
  pst: 'america/los_angeles',
  sgt: 'asia/singapore',
  west: 'europe/lisbon',
};

const OFFSET = /^(?:utc|gmt|ut)?([+-])(\d{2}):(\d{2})$/;
/** Made once for each zone that exists: it takes a tenth of a millisecond. */
const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** How far a zone is ahead of UTC at a local time, in ms; undefined: there is no such zone. */
function offsetOf(zone: string, local: number): number | undefined {
  if (['gmt', 'utc', 'ut', 'z'].includes(zone)) return 0;
  const [, sign, hours = '', minutes = ''] = OFFSET.exec(zone) ?? [];
  if (sign !== undefined) {
    const size = Number(hours) * 60 + Number(minutes);
    return size > 18 * 60 ? undefined : size * (sign === '-' ? -60_000 : 60_000);
  }
  const format = /^[+-]/.test(zone) ? undefined : formatOf(ABBREVIATIONS[zone] ?? zone);
  if (!format) return undefined;
  // Of an hour that a zone has twice, or not at all, either offset is as good.
  return shownBy(format, local) - local;
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = FORMATS.get(timeZone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    FORMATS.set(timeZone, format);
    return format;
  } catch {
    return undefined;
  }
}

/** What a clock of the zone shows at a moment, as if that were UTC. */
function shownBy(format: Intl.DateTimeFormat, moment: number): number {
  const parts = new Map(
    format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}
