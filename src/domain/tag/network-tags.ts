import { apiError } from '../../core/api-error.js';
import { isCidr, standardCidr } from '../../core/cidr.js';

/** Names the network that a primary storage is reached by. */
export const GATEWAY = 'primaryStorage::gateway::cidr::';
/** Names the network that images go to and from a backup storage by. */
export const DATA_NETWORK = 'backupStorage::data::network::cidr::';

const networksIn = (tags: readonly string[], prefix: string) =>
  tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));

/**
 * What tags that name the network of a primary storage must be.
 * @throws SYS.1007
 */
export function checkGatewayTags(tags: readonly string[]): void {
  for (const [i, cidr] of networksIn(tags, GATEWAY).entries()) {
    if (i > 0) {
      throw apiError(
        'SYS.1007',
        `only one primaryStorage cidr system tag is allowed, but ${i + 1} got`,
      );
    }
    if (!isCidr(cidr)) throw apiError('SYS.1007', `cidr[${cidr}] Input Format Error`);
  }
}

/**
 * What tags that name the network of a backup storage must be: one, of IPv4, with the network's own address.
 * @throws SYS.1007, SYS.1000 for what is no network
 */
export function checkDataNetworkTags(tags: readonly string[]): void {
  const [cidr, ...more] = networksIn(tags, DATA_NETWORK);
  if (cidr === undefined) return;
  if (more.length > 0) {
    throw apiError(
      'SYS.1007',
      `only one backup storage data network system tag is allowed, but ${more.length + 1} got`,
    );
  }
  const standard = standardCidr(cidr);
  if (standard === undefined) throw apiError('SYS.1000', `${cidr} is not a cidr`);
  if (standard === cidr) return;
  throw apiError('SYS.1007', `[${cidr}] is not a standard cidr, do you mean [${standard}]?`);
}
