import { attach, checkAttachment, type Tokens } from '../../services/tags/tag-patterns.js';
import { isUuid } from '../schema/fields.js';
import { Refused, type Filling } from './filling.js';

/** The tag of a pattern as a seed says it, by the name or uuid of the pattern. */
export interface Attached {
  readonly pattern: string;
  readonly tokens: Tokens;
}

/** Accounts are made before all patterns, and a pattern may have the tag of one behind it. */
const MADE_BEFORE = ['AccountVO', 'TagPatternVO'];

/** Puts the tags of patterns on a resource; their uuids follow from it. */
export function attachPatterns(
  filling: Filling,
  resourceType: string,
  resourceUuid: string,
  tags: readonly Attached[],
  createDate: number,
): void {
  if (tags.length === 0) return;
  const wanted = new Map<string, Attached>();
  for (const tag of tags) {
    const uuid = uuidOf(filling, tag.pattern);
    if (wanted.has(uuid)) throw new Refused(`it has the tag of '${tag.pattern}' twice`);
    wanted.set(uuid, tag);
  }
  const put = () => {
    for (const [uuid, tag] of wanted) attachOne(filling, resourceUuid, uuid, tag, createDate);
  };
  if (MADE_BEFORE.includes(resourceType)) filling.later(put);
  else filling.write(put);
}

function attachOne(
  filling: Filling,
  resourceUuid: string,
  patternUuid: string,
  { pattern: name, tokens }: Attached,
  createDate: number,
): void {
  const { world } = filling;
  const pattern = world.repositories.tagPatterns.find(patternUuid);
  if (!pattern) throw new Refused(nothingCalled(name));
  checkAttachment(world, pattern, [resourceUuid], tokens);
  const newUuid = () => filling.derive('attached-tag', `${resourceUuid}/${patternUuid}`);
  const result = attach(world, pattern, resourceUuid, tokens, createDate, newUuid);
  if (typeof result !== 'string') throw new Refused(result.details);
}

function uuidOf(filling: Filling, name: string): string {
  const uuid = filling.lookUp('tag-pattern', name);
  if (uuid !== undefined) return uuid;
  if (isUuid(name)) return name;
  // Patterns of one name and several colors are usual: each has a key that is not its name then.
  const namesakes = filling.seed.entries.tagPatterns.filter(({ value }) => value.name === name);
  if (namesakes.length < 2) throw new Refused(nothingCalled(name));
  throw new Refused(
    `${namesakes.length} tag-patterns of the seed are called '${name}': name the \`key\` or the uuid of one`,
  );
}

const nothingCalled = (name: string) => `no tag-pattern of the seed is called '${name}'`;
