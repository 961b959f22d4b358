import { uuidFromName } from '../core/uuid.js';
import { exportKey } from '../domain/image/export-key.js';
import type { WorldKeys } from '../domain/world.js';
import type { Database } from './database.js';

/** Columns with addresses that the emulator handed out, and the rows to look at. */
const ADDRESSES = [
  { table: 'image_backup_storage_refs', column: 'export_url', rows: "export_url like 'http%'" },
  { table: 'image_backup_storage_refs', column: 'install_path', rows: "install_path like 'http%'" },
  { table: 'image_packages', column: 'export_url', rows: "export_url like 'http%'" },
  { table: 'uploads', column: 'upload_url', rows: 'true' },
  // What is still to be done makes addresses of the one that its call came to.
  { table: 'jobs', column: 'context', rows: 'uuid in (select job_uuid from tasks)' },
] as const;

/** Nearly no world has any of it: one statement tells, as each costs a copy some 30 us to prepare. */
const HAS_ADDRESSES = `select exists (select 1 from uploads)
  or exists (select 1 from tasks where job_uuid is not null)
  or exists (select 1 from image_backup_storage_refs where export_url is not null)
  or exists (select 1 from image_packages)`;

/** Where the emulator's own API for an environment lies, in an address or in the context of a job. */
const PATH =
  /(https?:\/\/[^/"]+\/emulator\/v1)(?:\/environments\/[^/"]+)?(?=\/backup-storage\/|")/g;

/**
 * Lets the addresses of uploads and exports in a world lead to the environment that it is now: in a copy
 * they still lead to the one that it was made from.
 */
export function readdress(database: Database, environment: string): void {
  if (database.prepare(HAS_ADDRESSES).pluck().get() === 0) return;
  const own = environment === 'default' ? '' : `/environments/${environment}`;
  for (const { table, column, rows } of ADDRESSES) {
    const found = database
      .prepare<[], { id: number; text: string }>(
        `select rowid as id, ${column} as text from ${table} where ${rows}`,
      )
      .all();
    for (const { id, text } of found) {
      const here = readdressed(text, own);
      if (here === text) continue;
      database.prepare(`update ${table} set ${column} = ? where rowid = ?`).run(here, id);
    }
  }
}

/** The context of a job also has urls that its caller gave: those of other environments stay. */
function readdressed(text: string, own: string): string {
  const before = /"controlUrl":"https?:\/\/[^/"]+\/emulator\/v1((?:\/environments\/[^/"]+)?)"/.exec(
    text,
  )?.[1];
  return text.replace(PATH, (address, start: string) =>
    before === undefined || address === start + before ? start + own : address,
  );
}

const EXPORTS = `select rowid as id, image_uuid as imageUuid, backup_storage_uuid as storageUuid, export_url as url
  from image_backup_storage_refs where export_url is not null`;

interface ExportRow {
  readonly id: number;
  readonly imageUuid: string;
  readonly storageUuid: string;
  readonly url: string;
}

/** Gives exports of version 0.1.0 another key: theirs follows from the uuid of the image. Belongs into a transaction. */
export function renewOldExports(database: Database, keys: WorldKeys): void {
  for (const { id, imageUuid, storageUuid, url } of database
    .prepare<[], ExportRow>(EXPORTS)
    .all()) {
    const old = `token=${uuidFromName(`export/${imageUuid}`)}`;
    if (!url.endsWith(old)) continue;
    const renewed = `${url.slice(0, -old.length)}token=${exportKey(keys, storageUuid, imageUuid)}`;
    database
      .prepare('update image_backup_storage_refs set export_url = ? where rowid = ?')
      .run(renewed, id);
  }
}
