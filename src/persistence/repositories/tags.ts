import { and, asc, count, eq, exists, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import type { TagRepository } from '../../domain/tag/tag.js';
import type { Database } from '../database.js';
import type { RowCache } from '../row-cache.js';
import { accountResourceRefs, systemTags, userTags } from '../schema/index.js';
import { queries, ReadStatement, rowLimit, WriteStatement } from '../statement.js';
import { deleteWhere, insertInto, rowsWhere, updateOf } from '../table-statements.js';

const insertSystemTag = insertInto(systemTags);
const insertUserTag = insertInto(userTags);
const listSystemTags = new ReadStatement({ tag: systemTags.tag }, () =>
  queries
    .select({ tag: systemTags.tag })
    .from(systemTags)
    .where(eq(systemTags.resourceUuid, sql.placeholder('resourceUuid')))
    .orderBy(asc(sql`${systemTags}.rowid`)),
);
const listTagged = new ReadStatement({ resourceUuid: systemTags.resourceUuid }, () =>
  queries
    .select({ resourceUuid: systemTags.resourceUuid })
    .from(systemTags)
    .where(
      and(
        sql`${systemTags.tag} = ${sql.placeholder('tag')} collate nocase`,
        eq(systemTags.resourceType, sql.placeholder('resourceType')),
      ),
    )
    .limit(rowLimit('limit')),
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

const byUuid = (table: typeof systemTags | typeof userTags) =>
  eq(table.uuid, sql.placeholder('uuid'));
const findSystemTag = rowsWhere(systemTags, byUuid(systemTags));
const findUserTag = rowsWhere(userTags, byUuid(userTags));
const sameText = (table: typeof systemTags | typeof userTags) =>
  and(
    eq(table.resourceUuid, sql.placeholder('resourceUuid')),
    sql`${table.tag} = ${sql.placeholder('tag')} collate nocase`,
  );
const hasSystemTag = rowsWhere(systemTags, sameText(systemTags));
const hasUserTag = rowsWhere(userTags, sameText(userTags));
const changeSystemTag = updateOf(systemTags, systemTags.uuid, ['tag']);
const removeTag = [systemTags, userTags].map((table) => deleteWhere(table, byUuid(table)));

const ofPattern = eq(userTags.tagPatternUuid, sql.placeholder('tagPatternUuid'));
const ofResource = eq(userTags.resourceUuid, sql.placeholder('resourceUuid'));
const findAttached = rowsWhere(userTags, and(ofPattern, ofResource));
const attached = { number: count().as('number') };
const countAttached = new ReadStatement(attached, () =>
  queries
    .select(attached)
    .from(userTags)
    .where(and(ofResource, isNotNull(userTags.tagPatternUuid))),
);
const removeAttached = new WriteStatement(() =>
  queries.delete(userTags).where(and(ofPattern, ofResource)),
);
const owner = sql.placeholder('accountUuid');
const removeAttachedToOthers = new WriteStatement(() =>
  queries.delete(userTags).where(
    and(
      ofPattern,
      exists(
        queries
          .select({ one: sql`1` })
          .from(accountResourceRefs)
          .where(
            and(
              eq(accountResourceRefs.resourceUuid, userTags.resourceUuid),
              ne(accountResourceRefs.accountUuid, owner),
            ),
          ),
      ),
    ),
  ),
);
const removePatternsOf = new WriteStatement(() =>
  queries.delete(userTags).where(
    and(
      ofResource,
      inArray(
        userTags.tagPatternUuid,
        queries
          .select({ uuid: accountResourceRefs.resourceUuid })
          .from(accountResourceRefs)
          .where(
            and(
              eq(accountResourceRefs.resourceUuid, userTags.tagPatternUuid),
              eq(accountResourceRefs.accountUuid, owner),
            ),
          ),
      ),
    ),
  ),
);

/** Where the system tags of a resource are kept. */
const tagsOf = (resourceUuid: string) => `tags/${resourceUuid}`;

export function createTagRepository(database: Database, rows: RowCache): TagRepository {
  return {
    insertSystemTag(tag) {
      rows.forget(tagsOf(tag.resourceUuid));
      insertSystemTag.run(database, { ...tag });
    },
    insertUserTag: (tag) => void insertUserTag.run(database, { ...tag }),
    listSystemTags: (resourceUuid) => [
      ...rows.read(systemTags, tagsOf(resourceUuid), () =>
        listSystemTags.all(database, { resourceUuid }).map(({ tag }) => tag),
      ),
    ],
    removeSystemTag(resourceUuid, tag) {
      rows.forget(tagsOf(resourceUuid));
      removeSystemTag.run(database, { resourceUuid, tag });
    },
    listTagged: (resourceType, tag, limit) =>
      listTagged
        .all(database, { resourceType, tag, limit })
        .map(({ resourceUuid }) => resourceUuid),
    findSystemTag: (uuid) => findSystemTag.get(database, { uuid }),
    findUserTag: (uuid) => findUserTag.get(database, { uuid }),
    hasSystemTag: (resourceUuid, tag) =>
      hasSystemTag.get(database, { resourceUuid, tag }) !== undefined,
    hasUserTag: (resourceUuid, tag) =>
      hasUserTag.get(database, { resourceUuid, tag }) !== undefined,
    findAttached: (tagPatternUuid, resourceUuid) =>
      findAttached.get(database, { tagPatternUuid, resourceUuid }),
    countAttached: (resourceUuid) => countAttached.get(database, { resourceUuid })?.number ?? 0,
    removeAttached: (tagPatternUuid, resourceUuid) =>
      void removeAttached.run(database, { tagPatternUuid, resourceUuid }),
    removeAttachedToOthers: (tagPatternUuid, accountUuid) =>
      void removeAttachedToOthers.run(database, { tagPatternUuid, accountUuid }),
    removePatternsOf: (accountUuid, resourceUuid) =>
      void removePatternsOf.run(database, { accountUuid, resourceUuid }),
    changeSystemTag(uuid, tag, now) {
      // Whose it is nobody says here.
      rows.forgetAll();
      changeSystemTag.run(database, { key: uuid, tag, now });
    },
    remove(uuid) {
      rows.forgetAll();
      for (const statement of removeTag) statement.run(database, { uuid });
    },
    removeAll(resourceUuid) {
      rows.forget(tagsOf(resourceUuid));
      for (const statement of removeAll) statement.run(database, { resourceUuid });
    },
  };
}
