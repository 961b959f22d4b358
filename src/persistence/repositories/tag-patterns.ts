import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { TagPatternRepository } from '../../domain/tag/tag-pattern.js';
import type { Database } from '../database.js';
import { accountResourceRefs, tagPatterns } from '../schema/index.js';
import { queries, ReadStatement } from '../statement.js';
import { defineRowStore } from '../table-statements.js';

const store = defineRowStore(tagPatterns, ['name', 'value', 'description', 'color']);
const columns = getTableColumns(tagPatterns);
const listByName = new ReadStatement(columns, () =>
  queries
    .select(columns)
    .from(tagPatterns)
    .innerJoin(accountResourceRefs, eq(accountResourceRefs.resourceUuid, tagPatterns.uuid))
    .where(
      and(
        sql`${tagPatterns.name} collate nocase = ${sql.placeholder('name')}`,
        eq(accountResourceRefs.accountUuid, sql.placeholder('accountUuid')),
      ),
    )
    .orderBy(asc(sql`${tagPatterns}.rowid`)),
);

export function createTagPatternRepository(database: Database): TagPatternRepository {
  return {
    ...store.open(database),
    listByName: (accountUuid, name) => listByName.all(database, { accountUuid, name }),
  };
}
