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

export interface TagRepository {
  insertSystemTag(tag: SystemTag): void;
  insertUserTag(tag: Tag): void;
  /** Texts of the resource's system tags, in the order in which they were written. */
  listSystemTags(resourceUuid: string): string[];
  findSystemTag(uuid: string): SystemTag | undefined;
  findUserTag(uuid: string): Tag | undefined;
  hasSystemTag(resourceUuid: string, tag: string): boolean;
  hasUserTag(resourceUuid: string, tag: string): boolean;
  changeSystemTag(uuid: string, tag: string, now: number): void;
  /** Removes one tag, of either kind. */
  remove(uuid: string): void;
  removeSystemTag(resourceUuid: string, tag: string): void;
  /** Removes system and user tags of a resource that goes. */
  removeAll(resourceUuid: string): void;
}
