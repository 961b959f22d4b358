import { index, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { isBlobContent, uuidColumn } from './columns.js';

/** Images whose bits still lie where a removed backup storage was: who adds it again may import them. */
export const unclaimedImages = sqliteTable(
  'unclaimed_images',
  {
    /** Server and directory, or Ceph cluster and pool. */
    place: text('place').notNull(),
    imageUuid: uuidColumn('image_uuid').notNull(),
    contentId: text('content_id').notNull(),
    /** The image, its ref and its tags as JSON. */
    metadata: text('metadata').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.place, table.imageUuid] }),
    index('unclaimed_images_content').on(table.contentId).where(isBlobContent(table.contentId)),
  ],
);
