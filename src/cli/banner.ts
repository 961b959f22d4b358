import type { Config } from '../app/config.js';
import type { FirstCredentials } from '../app/credentials.js';

/** What the first call is made with. */
export interface FirstCall extends FirstCredentials {
  /** A root volume that is there, or undefined. */
  readonly volume: string | undefined;
}

/** What a person needs for the first call. */
export function banner(
  base: string,
  config: Config,
  { session, password, volume }: FirstCall,
): string {
  return `
  zstack-image-emulator

  API            ${base}/zstack
  Documentation  ${base}/docs
  Control        ${base}/emulator/v1
  State          ${config.dataDir === ':memory:' ? 'in memory, gone at the end' : config.dataDir}
  Account        admin / ${password}${session === undefined ? '' : `\n  Session        ${session} (never ends)`}
${hintOf(base, config)}
  Make an image of a root volume:

  curl -s -X POST '${base}/zstack/v1/images/root-volume-templates/from/volumes/${volume ?? '<root volume uuid>'}' \\
    -H 'Authorization: OAuth ${session ?? '<session uuid>'}' \\
    -H 'Content-Type: application/json' \\
    -d '{"params":{"name":"my-first-image"}}'
`;
}

/** Nobody reaches an address that stands for all of them; in a container the port may be another one outside, too. */
function hintOf(base: string, { host }: Config): string {
  if (!/^(0\.0\.0\.0|::)$/.test(host)) return '';
  const { port } = new URL(base);
  return `
  From this machine it is http://localhost:${port}, from others the name of this machine; of a container it is
  the port that was published, such as http://localhost:8080 after docker run -p 8080:${port}.
`;
}
