import { and, asc, eq, sql } from 'drizzle-orm';
import type { TagRepository } from '../../domain/tag/tag.js';
import type { Database } from '../database.js';
import { systemTags, userTags } from '../schema/index.js';
import { queries, ReadStatement, WriteStatement } from '../statement.js';
import { insertInto } from '../table-statements.js';

const insertSystemTag = insertInto(systemTags);
const insertUserTag = insertInto(userTags);
const listSystemTags = new ReadStatement({ tag: systemTags.tag }, () =>
  queries
    .select({ tag: systemTags.tag })
    .from(systemTags)
    .where(eq(systemTags.resourceUuid, sql.placeholder('resourceUuid')))
    .orderBy(asc(sql`${systemTags}.rowid`)),
);
const removeSystemTag = new WriteStatement(() =>
  queries
    .delete(systemTags)
    .where(
      and(
        eq(systemTags.resourceUuid, sql.placeholder('resourceUuid')),
        eq(systemTags.tag, sql.placeholder('tag')),
      ),
    ),
);
const removeAll = [systemTags, userTags].map(
  (table) =>
    new WriteStatement(() =>
      queries.delete(table).where(eq(table.resourceUuid, sql.placeholder('resourceUuid'))),
    ),
);

export function createTagRepository(database: Database): TagRepository {
  return {
    insertSystemTag: (tag) => void insertSystemTag.run(database, { ...tag }),
    insertUserTag: (tag) => void insertUserTag.run(database, { ...tag }),
    listSystemTags: (resourceUuid) =>
      listSystemTags.all(database, { resourceUuid }).map(({ tag }) => tag),
    removeSystemTag: (resourceUuid, tag) =>
      void removeSystemTag.run(database, { resourceUuid, tag }),
    removeAll(resourceUuid) {
      for (const statement of removeAll) statement.run(database, { resourceUuid });
    },
  };
}
