import { RELEASES, shortName, type Release } from '../core/releases.js';
import { patternOf } from './relied-on.js';
import { readVersions } from './releases.js';

/** A call as a client made it. */
export interface MadeCall {
  readonly operation: string;
  /** Names of parameters that it brought. */
  readonly given: readonly string[];
  /** Undefined where they have no say: of a message. */
  readonly place:
    | {
        readonly method: string;
        /** Relative to the context path. */
        readonly path: string;
      }
    | undefined;
}

/** What a later release answers otherwise. */
export interface GoneLater {
  /** The first release that does. */
  readonly release: string;
  readonly note: string;
  /** What is to be sent there, or null: there is nothing in its place. */
  readonly instead: string | null;
}

let versions: ReturnType<typeof readVersions> | undefined;

/** The releases of the line that came after one, oldest first; none for the line beside. */
export const releasesAfter = (release: Release): readonly Release[] =>
  release.startsWith('zsv')
    ? []
    : RELEASES.slice(RELEASES.indexOf(release) + 1).filter((later) => !later.startsWith('zsv'));

/** What of a call that a world of this release took is gone in a later one; what is unknown of is not. */
export function goneLater(release: Release, { operation, given, place }: MadeCall): GoneLater[] {
  const after = releasesAfter(release);
  if (after.length === 0) return [];
  versions ??= readVersions();
  const known = versions.operations[operation];
  if (!known) return [];
  const without = after.find(
    (later) => known.releases !== 'all' && !known.releases.includes(later),
  );
  if (without !== undefined) {
    return [{ release: shortName(without), note: 'it does not exist', instead: null }];
  }
  const gone = new Map<string, GoneLater>();
  for (const later of after) {
    const { params = {}, method, paths } = known.changes?.[later] ?? {};
    const tell = (note: string, instead: string | null) => {
      if (!gone.has(note)) gone.set(note, { release: shortName(later), note, instead });
    };
    for (const name of given) {
      if (params[name]?.to === null) tell(`it has no parameter '${name}'`, null);
    }
    if (!place) continue;
    if (method && method.from === place.method) {
      tell(`it is no ${place.method}`, method.to);
    }
    const isGone = paths?.from.some(
      (path) => !paths.to.includes(path) && patternOf(path).test(place.path),
    );
    if (paths && isGone) tell('it has another path', paths.to.join(' or '));
  }
  return [...gone.values()];
}
