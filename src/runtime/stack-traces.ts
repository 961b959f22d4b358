import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { join } from 'node:path';

/** The one file in which everything is, and where it came from. */
const BUNDLE = join(__dirname, '..', 'emulator.js');

/**
 * Stack traces name files of src. The map is read when the first trace with a place in the bundle is wanted; Node's own
 * way (`--enable-source-maps`) reads it at every start, for 15 ms.
 *
 * Node asks for the trace of every connection that a client resets, and none of its places is ours: reading the map
 * for that would hold up all clients for half a second and keep 100 MB.
 */
export function useStackTracesOfSources(): void {
  let map: SourceMap | undefined;
  const readMap = () => {
    try {
      map ??= new SourceMap(JSON.parse(readFileSync(`${BUNDLE}.map`, 'utf8')) as SourceMapPayload);
    } catch {
      // Without the map the places in the bundle have to do.
    }
    return map;
  };
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.map((frame) => `\n    at ${inSources(frame, readMap)}`);
    return `${headOf(error)}${lines.join('')}`;
  };
}

function inSources(frame: NodeJS.CallSite, readMap: () => SourceMap | undefined): string {
  // A frame has a text of its own, of which its type knows nothing.
  // oxlint-disable-next-line typescript/no-base-to-string
  const text = String(frame);
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
  if (frame.getFileName() !== BUNDLE || line === null || column === null) return text;
  const origin = readMap()?.findEntry(line - 1, column - 1);
  if (!origin || !('originalSource' in origin)) return text;
  // The map has places that belong to no source (of code that the bundler added): its type does not say so.
  const known = origin.originalSource as string | undefined;
  if (known === undefined) return text;
  const source = known.replace(/^(\.\.\/)+/, '');
  const place = `${source}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
  return text.replace(`${BUNDLE}:${line}:${column}`, place);
}

function headOf(error: Error): string {
  try {
    return String(error);
  } catch {
    return 'an error that cannot be shown';
  }
}
