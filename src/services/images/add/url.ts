import { apiError } from '../../../core/api-error.js';
import { GLOB, matchesInOrder, matchesWildcards } from '../../../core/matches-wildcards.js';
import { configText } from '../../../domain/global-config.js';
import { urlText } from '../../../domain/image/url-text.js';
import type { World } from '../../../domain/world.js';

const SCHEMES = ['http://', 'https://', 'file:///', 'upload://', 'zstore://', 'ftp://', 'sftp://'];

/**
 * The url as it is kept; a path becomes a `file://` url.
 * @throws SYS.1007 for a scheme that is none, a path that the operator's lists refuse, or a hint that is none
 */
export function checkedUrl(world: World, given: string): string {
  const url = given.startsWith('/') ? `file://${given}` : given;
  if (!SCHEMES.some((scheme) => url.startsWith(scheme))) {
    throw apiError(
      'SYS.1007',
      // The comma after 'https://' is full-width in the real system too.
      "url must starts with 'file:///', 'http://', 'https://'， 'ftp://', 'sftp://' or '/'",
    );
  }
  if (url.startsWith('file://')) checkPath(world, url.slice('file://'.length));
  // The real system has no hints.
  const { problem } = urlText(url);
  if (problem !== undefined) throw apiError('SYS.1007', problem);
  return url;
}

function checkPath(world: World, path: string): void {
  const { globalConfig } = world.repositories;
  for (const filter of configText(globalConfig, 'imagePathFilter').split(';')) {
    if (filter === 'blacklist') {
      const list = configText(globalConfig, 'imagePathBlacklist');
      const found = patternsOf(list).some((pattern) => matchesPath(pattern, path));
      if (found) throw apiError('SYS.1007', `image path [${path}] is in black list ${list}`);
    } else if (filter === 'whitelist') {
      const list = configText(globalConfig, 'imagePathWhitelist');
      // The configuration takes no empty list.
      if (!patternsOf(list).some((pattern) => matchesPath(pattern, path))) {
        throw apiError('SYS.1007', `image path is not in white list: ${list}`);
      }
    }
  }
}

const patternsOf = (list: string) => list.split(';').filter((pattern) => pattern !== '');

/** Ant's patterns: `**` stands for any directories, `*` and `?` for text inside one name. */
export function matchesPath(pattern: string, path: string): boolean {
  const parts = pattern.split('/').filter(Boolean);
  const names = path.split('/').filter((name) => name !== '' && name !== '.');
  return matchesInOrder(names, parts, '**', (part, name) => matchesWildcards(name, part, GLOB));
}
