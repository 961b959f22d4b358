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
