import { hideSecrets, hideSecretsInJson } from '../core/secrets.js';
import DatabaseConstructor from 'better-sqlite3';
import { OthersTurn } from '../core/others-turn.js';
import type { Database } from './database.js';
import { inThread } from './in-a-thread.js';

/** Texts that calls left behind, which may hold credentials; and the key of their rows. */
const TEXTS = [
  { table: 'jobs', key: 'uuid', columns: ['context', 'result', 'web_hook'] },
  { table: 'long_jobs', key: 'uuid', columns: ['job_data', 'job_result'] },
  { table: 'images', key: 'uuid', columns: ['url'] },
] as const;
/** Rows that are looked at before others get their turn. */
const AT_ONCE = 200;

/**
 * Takes out of a copy of a world what opens it or other things to whoever has the file: sessions, access keys,
 * passwords of accounts, credentials in what calls left behind. The admin has the given password's hash again;
 * the others have none until somebody gives them one.
 */
export async function leaveOutSecrets(
  path: string,
  admin: { readonly uuid: string; readonly passwordHash: string },
): Promise<void> {
  const database = new DatabaseConstructor(path);
  try {
    await takeOut(database, admin);
  } finally {
    database.close();
  }
  // What was deleted stays in the file until its pages are written anew.
  await inThread({ path, isReadOnly: false, statements: ['vacuum'], mostRows: 0 });
}

async function takeOut(
  database: Database,
  admin: { readonly uuid: string; readonly passwordHash: string },
): Promise<void> {
  const turn = new OthersTurn();
  database.exec('BEGIN; DELETE FROM sessions; DELETE FROM access_keys');
  database
    .prepare("update accounts set password_hash = case uuid when ? then ? else '' end")
    .run(admin.uuid, admin.passwordHash);
  for (const { table, key, columns } of TEXTS) {
    const after = database.prepare<[string], Record<string, string | null>>(
      `select ${key} as id, ${columns.join(', ')} from ${table} where ${key} > ? order by ${key} limit ${AT_ONCE}`,
    );
    const update = database.prepare(
      `update ${table} set ${columns.map((column) => `${column} = ?`).join(', ')} where ${key} = ?`,
    );
    let last = '';
    for (let rows = after.all(last); rows.length > 0; rows = after.all(last)) {
      for (const row of rows) {
        const shown = columns.map((column) => withoutSecrets(row[column] ?? null));
        if (columns.some((column, i) => shown[i] !== row[column])) update.run(...shown, row['id']);
      }
      last = String(rows.at(-1)?.['id']);
      await turn.give();
    }
  }
  database.exec('COMMIT');
}

const withoutSecrets = (text: string | null) =>
  text?.startsWith('{') ? hideSecretsInJson(text) : text === null ? null : hideSecrets(text);
