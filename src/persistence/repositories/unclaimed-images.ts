import { and, eq, sql } from 'drizzle-orm';
import type {
  UnclaimedImage,
  UnclaimedImageRepository,
} from '../../domain/image/unclaimed-image.js';
import type { Database } from '../database.js';
import { unclaimedImages } from '../schema/index.js';
import { deleteWhere, insertInto, rowsWhere } from '../table-statements.js';

const isAt = eq(unclaimedImages.place, sql.placeholder('place'));
const isIt = and(isAt, eq(unclaimedImages.imageUuid, sql.placeholder('imageUuid')));
const insert = insertInto(unclaimedImages);
const listAt = rowsWhere(unclaimedImages, isAt);
const remove = deleteWhere(unclaimedImages, isIt ?? isAt);

export function createUnclaimedImageRepository(database: Database): UnclaimedImageRepository {
  const forget = (place: string, imageUuid: string) =>
    void remove.run(database, { place, imageUuid });
  return {
    save({ place, ...kept }) {
      const { uuid: imageUuid, contentId } = kept.image;
      forget(place, imageUuid);
      insert.run(database, { place, imageUuid, contentId, metadata: JSON.stringify(kept) });
    },
    listAt: (place) =>
      listAt.all(database, { place }).map(({ metadata }) => ({
        place,
        ...(JSON.parse(metadata) as Omit<UnclaimedImage, 'place'>),
      })),
    remove: forget,
  };
}
