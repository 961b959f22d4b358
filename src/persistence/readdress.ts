import type { Database } from './database.js';

/** The path of the emulator's own API for an environment, as it stands in addresses. */
const PATH = /^(https?:\/\/[^/]+\/emulator\/v1)(?:\/environments\/[^/]+)?(\/backup-storage\/.*)$/;

/** Columns with addresses that the emulator handed out. */
const ADDRESSES = [
  { table: 'image_backup_storage_refs', column: 'export_url' },
  { table: 'image_backup_storage_refs', column: 'install_path' },
  { table: 'uploads', column: 'upload_url' },
] as const;

/**
 * Lets the addresses of uploads and exports in a world lead to the environment that it is now: in a copy
 * they still lead to the one that it was made from.
 */
export function readdress(database: Database, environment: string): void {
  const own = environment === 'default' ? '' : `/environments/${environment}`;
  for (const { table, column } of ADDRESSES) {
    const find = database.prepare<[], { id: number; address: string }>(
      `select rowid as id, ${column} as address from ${table} where ${column} like 'http%/emulator/v1/%'`,
    );
    for (const { id, address } of find.all()) {
      const here = address.replace(PATH, `$1${own}$2`);
      if (here === address) continue;
      database.prepare(`update ${table} set ${column} = ? where rowid = ?`).run(here, id);
    }
  }
}
