import type { Config } from '../app/config.js';

// Names of the default seed; the README documents them.
const SESSION = '5e55000000004000800000000000ad01';
const ROOT_VOLUME = 'd0000000000040008000000000000001';

/** What a person needs for the first call. */
export function banner(base: string, config: Config): string {
  const isDefaultWorld = config.seed === undefined;
  const session = isDefaultWorld ? SESSION : '<session uuid>';
  const volume = isDefaultWorld ? ROOT_VOLUME : '<root volume uuid>';
  return `
  zstack-image-emulator

  API            ${base}/zstack
  Documentation  ${base}/docs
  State          ${config.dataDir === ':memory:' ? 'in memory, gone at the end' : config.dataDir}
  Account        admin / password${isDefaultWorld ? `\n  Session        ${SESSION} (never ends)` : ''}

  Make an image of a root volume:

  curl -s -X POST '${base}/zstack/v1/images/root-volume-templates/from/volumes/${volume}' \\
    -H 'Authorization: OAuth ${session}' \\
    -H 'Content-Type: application/json' \\
    -d '{"params":{"name":"my-first-image"}}'
`;
}
