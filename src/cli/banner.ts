import { isLoopbackHost, type Config } from '../app/config.js';
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
  isInContainer: boolean,
): string {
  return `
  zstack-image-emulator

${config.page === 'on' ? `  In a browser   ${base}/\n` : ''}  API            ${base}/zstack
  Documentation  ${base}/docs
  Control        ${base}/emulator/v1
  State          ${config.dataDir === ':memory:' ? 'in memory, gone at the end' : config.dataDir}
  Account        admin / ${password}${session === undefined ? '' : `\n  Session        ${session} (never ends)`}
${hintOf(base, config, isInContainer)}
  Make an image of a root volume:

  curl -s -X POST '${base}/zstack/v1/images/root-volume-templates/from/volumes/${volume ?? '<root volume uuid>'}' \\
    -H 'Authorization: OAuth ${session ?? '<session uuid>'}' \\
    -H 'Content-Type: application/json' \\
    -d '{"params":{"name":"my-first-image"}}'
`;
}

/** Nobody reaches an address that stands for all of them; in a container the port may be another one outside, too. */
function hintOf(base: string, { host }: Config, isInContainer: boolean): string {
  const { port } = new URL(base);
  if (isInContainer && isLoopbackHost(host)) {
    return `
  It runs in a container and listens to ${host} there: only who shares its network reaches that. For all others,
  start it with HOST=0.0.0.0 and an EMULATOR_CONTROL_TOKEN of your own, and publish the port:
  docker run -p 127.0.0.1:${port}:${port} -e HOST=0.0.0.0 -e EMULATOR_CONTROL_TOKEN=$(openssl rand -hex 16) ...
`;
  }
  if (!/^(0\.0\.0\.0|::)$/.test(host)) return '';
  return `
  From this machine it is http://localhost:${port}, from others the name of this machine; of a container it is
  the port that was published, such as http://localhost:8080 after docker run -p 8080:${port}.
`;
}
