/*
 * A format is a text of parts apart by `::`, with places such as `{poolName}`: `ceph::pool::{poolName}`. A tag
 * fits it with as many parts and the same literals.
 */

/** Parts as the real system splits them: empty ones at the end do not count. */
function partsOf(text: string): string[] {
  const parts = text.split('::');
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

const isPlace = (part: string) => part.startsWith('{') && part.endsWith('}');

export function fits(format: string, tag: string): boolean {
  if (!format.includes('::')) return format === tag;
  const expected = partsOf(format);
  const actual = partsOf(tag);
  return (
    expected.length === actual.length &&
    expected.every((part, i) => isPlace(part) || part === actual[i])
  );
}

/** What stands in the (last) place of the format; undefined for a tag that does not fit it. */
export function tokenOf(format: string, tag: string): string | undefined {
  if (!fits(format, tag)) return undefined;
  return partsOf(tag)[partsOf(format).findLastIndex(isPlace)];
}

/** What stands in all places of the format; undefined for a tag that does not fit it. */
export function tokensOf(format: string, tag: string): string[] | undefined {
  if (!fits(format, tag)) return undefined;
  const parts = partsOf(tag);
  return partsOf(format).flatMap((part, i) => (isPlace(part) ? [parts[i] ?? ''] : []));
}
