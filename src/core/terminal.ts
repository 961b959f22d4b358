/** A text from elsewhere, without what a terminal takes for a command. */
export const printable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what it looks for
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');

/** A text as it stands out where this is a terminal whose owner wants colours (https://no-color.org). */
export function inRed(text: string, { isTTY }: { readonly isTTY?: boolean }): string {
  const hasColours = isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return hasColours ? `\u001b[31m${text}\u001b[39m` : text;
}
