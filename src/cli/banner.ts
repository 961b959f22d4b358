import type { Config } from '../app/config.js';
import type { FirstCredentials } from '../app/credentials.js';

// A name of the default seed; the README documents it.
const ROOT_VOLUME = 'd0000000000040008000000000000001';

/** What a person needs for the first call. */
export function banner(
  base: string,
  config: Config,
  { session, password }: FirstCredentials,
): string {
  const volume = config.seed === undefined ? ROOT_VOLUME : '<root volume uuid>';
  return `
  zstack-image-emulator

  API            ${base}/zstack
  Documentation  ${base}/docs
  State          ${config.dataDir === ':memory:' ? 'in memory, gone at the end' : config.dataDir}
  Account        admin / ${password}${session === undefined ? '' : `\n  Session        ${session} (never ends)`}

  Make an image of a root volume:

  curl -s -X POST '${base}/zstack/v1/images/root-volume-templates/from/volumes/${volume}' \\
    -H 'Authorization: OAuth ${session ?? '<session uuid>'}' \\
    -H 'Content-Type: application/json' \\
    -d '{"params":{"name":"my-first-image"}}'
`;
}
