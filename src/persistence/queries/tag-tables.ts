import type { EntityField } from './entity.js';

/** Where tags are, and which of their columns is compared. */
export interface Tags {
  readonly table: string;
  readonly field: EntityField;
}

/** What conditions on tags are about, by the names that they have in every inventory. */
export const TAG_TABLES: ReadonlyMap<string, Tags> = new Map([
  ['__systemTag__', { table: 'system_tags', field: { column: 'tag', kind: 'text' } }],
  ['__userTag__', { table: 'user_tags', field: { column: 'tag', kind: 'text' } }],
  ['__tagUuid__', { table: 'user_tags', field: { column: 'tag_pattern_uuid', kind: 'uuid' } }],
]);
