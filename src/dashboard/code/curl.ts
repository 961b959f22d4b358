import { SESSION, type CopiedRequest, type Text } from './copied-request.js';

/** The request for a shell: whatever stands in it, the shell takes none of it for its own. */
export function asCurl({ method, url, headers, body, remarks }: CopiedRequest): string {
  const parts = [
    // Neither brackets nor dots in the url mean anything to curl.
    `curl -sS --globoff --path-as-is -X ${quoted([method])} ${quoted(url)}`,
    ...headers.map(([name, value]) => `-H ${quoted([`${name}: `, ...value])}`),
    // `--data` would read a file where the body begins with @.
    ...(body ? [`--data-raw ${quoted(body)}`] : []),
  ];
  return [...remarks.map((remark) => `# ${remark}`), parts.join(' \\\n  ')].join('\n');
}

/** In single quotes nothing has a meaning but the quote itself; the session stands in double ones. */
const quoted = (text: Text): string =>
  joined(text)
    .map((part) =>
      part === SESSION ? '"$ZSTACK_SESSION"' : `'${part.replaceAll("'", String.raw`'\''`)}'`,
    )
    .join('');

/** What stands side by side is one piece. */
function joined(text: Text): (string | typeof SESSION)[] {
  const pieces: (string | typeof SESSION)[] = [];
  for (const part of text) {
    const last = pieces.at(-1);
    if (typeof last === 'string' && typeof part === 'string') pieces.splice(-1, 1, last + part);
    else pieces.push(part);
  }
  return pieces;
}
