/** So many characters a tag has at most. The real system's database takes more (docs/fidelity.md). */
export const LONGEST_TAG = 2048;

/** A tag on a resource; `resourceType` is the real system's database object name, e.g. `ImageVO`. */
export interface Tag {
  readonly uuid: string;
  readonly resourceUuid: string;
  readonly resourceType: string;
  readonly tag: string;
  readonly createDate: number;
  readonly lastOpDate: number;
}

export interface SystemTag extends Tag {
  /** True for a tag that the system made and clients cannot remove. */
  readonly inherent: boolean;
}

export interface UserTag extends Tag {
  /** The pattern that it was made of, or null for a text of its own. */
  readonly tagPatternUuid: string | null;
}

export interface TagRepository {
  insertSystemTag(tag: SystemTag): void;
  insertUserTag(tag: UserTag): void;
  /** Texts of the resource's system tags, in the order in which they were written. */
  listSystemTags(resourceUuid: string): string[];
  /** Resources of a kind that have this system tag, however it is written; so many at most. */
  listTagged(resourceType: string, tag: string, limit: number): string[];
  findSystemTag(uuid: string): SystemTag | undefined;
  findUserTag(uuid: string): UserTag | undefined;
  hasSystemTag(resourceUuid: string, tag: string): boolean;
  hasUserTag(resourceUuid: string, tag: string): boolean;
  /** The tag of a resource that was made of this pattern. */
  findAttached(tagPatternUuid: string, resourceUuid: string): UserTag | undefined;
  /** How many tags of the resource were made of patterns. */
  countAttached(resourceUuid: string): number;
  changeSystemTag(uuid: string, tag: string, now: number): void;
  /** Removes one tag, of either kind. */
  remove(uuid: string): void;
  removeSystemTag(resourceUuid: string, tag: string): void;
  removeAttached(tagPatternUuid: string, resourceUuid: string): void;
  /** Removes the tags of a pattern from what other accounts own. */
  removeAttachedToOthers(tagPatternUuid: string, ownerUuid: string): void;
  /** Removes the tags of a resource that were made of patterns of this account. */
  removePatternsOf(accountUuid: string, resourceUuid: string): void;
  /** Removes system and user tags of a resource that goes. */
  removeAll(resourceUuid: string): void;
}
