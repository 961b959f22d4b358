import { isInherentOfVm } from '../../domain/tag/vm-tags.js';
import { GLOBAL_CONFIG } from '../../domain/global-config.js';
import {
  assertTagOf,
  checkBootModes,
  isBootModeTag,
  isEphemeral,
} from '../../domain/tag/system-tag-formats.js';
import { tokensIn } from '../../domain/tag/tag-pattern.js';
import type { Cloud } from './cloud.js';
import { ownerOf } from './common.js';
import { flagOf, textOf, wordOf, type Row } from './rows.js';

/** Types of what belongs to no account: any pattern may stand on it. */
const OF_NOBODY = [
  'AccountVO',
  'BackupStorageVO',
  'ImageReplicationGroupVO',
  'PrimaryStorageVO',
  'ZoneVO',
];

/** Tags of a resource: those that the emulator knows. `owned`: the uuid of what says whose it is. */
export function tagsOf(cloud: Cloud, type: string, uuid: string, owned = uuid) {
  const { systemTags, userTags, report } = cloud;
  cloud.asked.add(uuid);
  const known: string[] = [];
  for (const row of byText(systemTags.get(uuid))) {
    const tag = wordOf(row, 'tag');
    if (!isKnown(type, tag, known)) {
      report.note('system tags that the emulator does not know', `${tag} of ${type} ${uuid}`);
      continue;
    }
    const isKept = type === 'VmInstanceVO' && isInherentOfVm(tag);
    if (flagOf(row, 'inherent') && !isKept)
      report.note('system tags that clients cannot remove', tag);
    known.push(tag);
  }
  const owner = OF_NOBODY.includes(type) ? null : (ownerOf(cloud, owned) ?? 'admin');
  return { systemTags: known, ...userTagsOf(cloud, byText(userTags.get(uuid)), owner) };
}

/** Tells of the user tags of what a seed tags not, as NICs and ranges of addresses, once all else was asked for. */
export function tellOfOtherTags({ userTags, asked, report }: Cloud): void {
  for (const [uuid, rows] of userTags) {
    if (asked.has(uuid)) continue;
    for (const row of rows) {
      const what = `${textOf(row, 'tag')} of ${textOf(row, 'resourceType')} ${uuid}`;
      report.note('user tags of what has none in a seed', what);
    }
  }
}

/** A seed has no times of tags: in this order a world that is captured again gives the same seed. */
function byText(rows: readonly Row[] = []): Row[] {
  const keyed = rows.map((row) => {
    const [tag, pattern] = ['tag', 'tagPatternUuid'].map((field) => wordOf(row, field));
    return { row, key: `${tag}\n${pattern}` };
  });
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

function isKnown(type: string, tag: string, others: readonly string[]): boolean {
  try {
    assertTagOf(type, tag);
    checkBootModes([...others, tag].filter(isBootModeTag));
    return !isEphemeral(tag) && !others.includes(tag);
  } catch {
    return false;
  }
}

/** A tag of a pattern, as a seed says it. */
type Attached = string | { readonly pattern: string; readonly tokens: Record<string, string> };

/** Texts, and tags of patterns; of these, what no seed can have is kept as a text. */
function userTagsOf(cloud: Cloud, rows: readonly Row[], owner: string | null) {
  if (rows.length === 0) return { userTags: [], tags: [] };
  const texts = new Set<string>();
  const tags = new Map<string, Attached>();
  const most = mostAttached(cloud);
  for (const row of rows) {
    const text = wordOf(row, 'tag');
    const patternUuid = textOf(row, 'tagPatternUuid');
    if (patternUuid === null) {
      texts.add(text);
      continue;
    }
    const attached = tags.size < most ? attachedBy(cloud, patternUuid, text, owner) : null;
    if (attached !== null) {
      tags.set(patternUuid, attached);
      continue;
    }
    cloud.report.note('tags of tag patterns that a seed cannot have: kept as user tags', text);
    texts.add(text);
  }
  return { userTags: [...texts].filter(Boolean), tags: [...tags.values()] };
}

/** Null: the pattern is not there, does not make this text, or may not stand on what is another's. */
function attachedBy(
  cloud: Cloud,
  patternUuid: string,
  text: string,
  owner: string | null,
): Attached | null {
  const { byUuid, keys, owners } = cloud;
  const pattern = keys.of('tag-pattern', patternUuid);
  const row = byUuid.get(patternUuid) ?? {};
  const type = textOf(row, 'type') === 'withToken' ? 'withToken' : 'simple';
  const tokens = tokensIn({ value: wordOf(row, 'value'), type }, text);
  if (pattern === undefined || tokens === undefined) return null;
  const theirs = ownerOf(cloud, patternUuid);
  const account = byUuid.get(owners.get(patternUuid) ?? '') ?? {};
  const isAdmins = theirs === undefined || textOf(account, 'type') === 'SystemAdmin';
  if (!isAdmins && owner !== null && owner !== theirs) return null;
  return type === 'simple' ? pattern : { pattern, tokens };
}

/** How many tags of patterns a resource of the seed may have. */
function mostAttached({ globalConfigs }: Cloud): number {
  const entry = GLOBAL_CONFIG.tagsOfResource;
  const row = globalConfigs.find(
    (config) =>
      textOf(config, 'category') === entry.category && textOf(config, 'name') === entry.name,
  );
  const value = textOf(row ?? {}, 'value') ?? entry.defaultValue;
  try {
    entry.validate(value);
    return Number(value);
  } catch {
    return Number(entry.defaultValue);
  }
}
