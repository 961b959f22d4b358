const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (value: number) => String(value).padStart(2, '0');

/**
 * A time on the wire: `Nov 14, 2017 10:20:57 PM`, in the time zone of the process (TZ; UTC unless
 * set), without naming it. `time` is ms since 1970; what is below a second is not shown.
 */
export function toTimestamp(time: number): string {
  const date = new Date(time);
  const hours = date.getHours();
  const clock = `${hours % 12 || 12}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  const day = `${MONTHS[date.getMonth()] ?? ''} ${date.getDate()}, ${date.getFullYear()}`;
  return `${day} ${clock} ${hours < 12 ? 'AM' : 'PM'}`;
}

/** The time zone of the process as Java names it, and its distance from UTC at a time: `Z`, or e.g. `+08:00`. */
export function timeZoneAt(time: number): { readonly timezone: string; readonly offset: string } {
  const minutes = -new Date(time).getTimezoneOffset();
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const offset = minutes === 0 ? 'Z' : `${minutes < 0 ? '-' : '+'}${two(hours)}:${two(rest)}`;
  return { timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, offset };
}
