import { eq, sql } from 'drizzle-orm';
import type { ImageGroupRepository } from '../../domain/image-group/image-group.js';
import type { Database } from '../database.js';
import { imageGroupRefs as refs, imageGroups } from '../schema/index.js';
import { defineRowStore, insertInto, rowsWhere } from '../table-statements.js';

const store = defineRowStore(imageGroups, ['status']);
const insertRef = insertInto(refs, ['id']);
const listRefs = rowsWhere(refs, eq(refs.imageGroupUuid, sql.placeholder('imageGroupUuid')));

export function createImageGroupRepository(database: Database): ImageGroupRepository {
  return {
    ...store.open(database),
    insertRef: (ref) => void insertRef.run(database, { ...ref }),
    listRefs: (imageGroupUuid) => listRefs.all(database, { imageGroupUuid }),
  };
}
