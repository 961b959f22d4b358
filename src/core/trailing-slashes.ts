/** The text without the slashes at its end. (`/\/+$/` would begin anew at each slash of a long row of them.) */
export function withoutTrailingSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') end--;
  return text.slice(0, end);
}
