import { getTableColumns } from 'drizzle-orm';
import type { Image, ImageBackupStorageRef } from '../../domain/image/image.js';
import type { Database } from '../database.js';
import type { DeferredWrites } from '../deferred-writes.js';
import type { RowCache } from '../row-cache.js';
import { imageBackupStorageRefs as refs, images } from '../schema/index.js';
import { beforeTouching } from '../statement.js';
import { insertInto, only } from '../table-statements.js';

export type NewRef = Omit<ImageBackupStorageRef, 'id'>;

const insertImage = insertInto(images);
const insertRef = insertInto(refs, ['id']);
const IMAGE_COLUMNS = Object.keys(getTableColumns(images));
const REF_COLUMNS = Object.keys(getTableColumns(refs));

/** Where the refs of an image are kept among the rows of a transaction. */
export const refsKey = (imageUuid: string) => `refs/${imageUuid}`;

/**
 * The image that is being made, and its refs, whose rows wait to be written: they change several times until it is
 * Ready, and its status leads two indexes. Whatever else looks at the tables has them written first.
 */
export class UnsavedImage {
  readonly #database: Database;
  readonly #deferred: DeferredWrites;
  readonly #rows: RowCache;
  #image: Image | undefined;
  #refs: readonly NewRef[] = [];

  constructor(database: Database, deferred: DeferredWrites, rows: RowCache) {
    this.#database = database;
    this.#deferred = deferred;
    this.#rows = rows;
    deferred.add(this);
    beforeTouching(database, /"(images|image_backup_storage_refs|vm_cd_roms)"/, () => this.write());
  }

  /** The image of this uuid while it waits. */
  find(uuid: string): Image | undefined {
    return this.#image?.uuid === uuid ? this.#image : undefined;
  }

  refs(): readonly NewRef[] {
    return this.#refs;
  }

  /** Lets a new image wait; one that waits already is written. Outside of a transaction nothing waits. */
  insert(image: Image): void {
    this.write();
    this.#image = only(IMAGE_COLUMNS, image) as unknown as Image;
    if (!this.#deferred.isOpen || !this.#rows.isOpen) this.write();
  }

  /** Changes columns of the image that waits. */
  change(columns: object): void {
    if (this.#image) this.#image = { ...this.#image, ...columns };
  }

  changeRefs(change: (refs: readonly NewRef[]) => readonly NewRef[]): void {
    this.#refs = change(this.#refs);
  }

  write(): void {
    const image = this.#image;
    if (!image) return;
    const waiting = this.#refs;
    this.drop();
    try {
      insertImage.run(this.#database, { ...image });
    } catch (error) {
      // Whoever catches this must not go on as if the image had never been.
      this.#image = image;
      this.#refs = waiting;
      throw error;
    }
    this.#rows.keep(images, image.uuid, image);
    const written = waiting.map((ref) => saveRef(this.#database, ref));
    this.#rows.keep(refs, refsKey(image.uuid), written);
  }

  drop(): void {
    this.#image = undefined;
    this.#refs = [];
  }
}

/** Writes the row of a ref, and answers it with its number. */
export function saveRef(database: Database, ref: NewRef): ImageBackupStorageRef {
  const id = insertRef.insert(database, { ...ref });
  return { ...only(REF_COLUMNS, ref), id } as ImageBackupStorageRef;
}
