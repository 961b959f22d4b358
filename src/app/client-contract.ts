import { dump, load } from 'js-yaml';
import {
  judgeReliedOn,
  reliedOnShape,
  type ReliedOn,
  type ReliedOnVerdict,
} from '../contract/relied-on.js';
import { CURRENT_RELEASE, RELEASE_NAMES, releaseNamed, shortName } from '../core/releases.js';

const HEAD = `# What a client relies on of the image API, as \`zstack-emulator run --contract-out\` saw it.
# \`zstack-emulator verify --contract FILE --release 4.8\` tells what of it a release has not.
`;

/** What a client relies on as the text of a file. */
export const writeContract = (relied: ReliedOn): string =>
  `${HEAD}${dump(relied, { lineWidth: 120, noRefs: true })}`;

/** Longer files are none of ours, in bytes. */
export const LONGEST_CONTRACT = 4 * 2 ** 20;

/** What such a file says. @throws {RangeError} where it is none */
export function readContract(text: string): ReliedOn {
  try {
    return reliedOnShape.parse(load(text));
  } catch (error) {
    const first = issueIn(error);
    throw new RangeError(first ?? (error instanceof Error ? error.message.split('\n', 1)[0] : ''));
  }
}

function issueIn(error: unknown): string | undefined {
  const { issues: [issue] = [] } = error as {
    readonly issues?: readonly {
      readonly path: readonly PropertyKey[];
      readonly message: string;
    }[];
  };
  return issue && `${issue.path.map(String).join('.') || 'the file'}: ${issue.message}`;
}

/** What a release has not of it; default: the current one. @throws {RangeError} for a release that there is not */
export function judgeContract(
  relied: ReliedOn,
  text: string | undefined,
): ReliedOnVerdict & { readonly release: string } {
  const release = text === undefined ? CURRENT_RELEASE : releaseNamed(text);
  if (!release)
    throw new RangeError(`--release is '${text}': expected one of ${RELEASE_NAMES.join(', ')}`);
  return { release: shortName(release), ...judgeReliedOn(relied, release) };
}
