import { createReadStream, existsSync, rmSync, statSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { invalid } from '../core/control-error.js';
import { Chance } from '../core/chance.js';
import { ADMIN_ACCOUNT_UUID } from '../domain/account/account.js';
import { clientPasswordDigest, hashPassword } from '../domain/account/password.js';
import { WEB_HOOK_FLOW } from '../jobs/web-hooks.js';
import { copyHistory, removeDatabase, syncLater } from '../persistence/database-file.js';
import { disarming } from '../persistence/disarm.js';
import { DatabaseUnusable, withItsCause } from '../persistence/database-unusable.js';
import { checkBlobs, packBlobs, unpackBlobs } from '../persistence/exported-blobs.js';
import { checkForeignDatabase } from '../persistence/foreign-database.js';
import { inThread } from '../persistence/in-a-thread.js';
import { makePrivateFolder } from '../persistence/private-files.js';
import { LAW_NAMES, LAW_STATEMENTS } from '../persistence/laws.js';
import { leaveOutSecrets } from '../persistence/leave-out-secrets.js';
import { missingMigrations } from '../persistence/migrate.js';
import { VALUE_STATEMENTS, sentenceOf, type Broken } from '../persistence/value-rules.js';
import type { ExportedEnvironment } from '../simulation/environment-host.js';
import type { ExportOptions } from '../simulation/export-options.js';
import type { Birth } from './birth.js';
import { reasonOf, tooLargeFile } from './refusals.js';
import type { Environment } from './environment.js';
import { linkBlobs, type FrozenWorld } from './frozen-world.js';
import { TASK_KINDS } from './judge-world.js';
import { blobsBeside, removeFolder, type OpenWorld, type Worlds } from './worlds.js';

/** Large: a process with many writers gives each piece a turn only now and then. */
const PIECE = 2 ** 20;

/**
 * Puts a world into one file of its own, its real images included, while it goes on. What opens it or other
 * things to whoever has the file is left out, unless it is wanted.
 */
export async function exportWorld(
  environment: Environment,
  path: string,
  { history, keepsSecrets }: ExportOptions,
): Promise<ExportedEnvironment> {
  const blobs = blobsBeside(path);
  try {
    await copyWithBlobs(environment, path, blobs, history);
    if (!keepsSecrets) await withoutSecrets(path);
    await packBlobs(path, (blob) => join(blobs, blob));
    await syncLater(path);
  } catch (error) {
    removeDatabase(path);
    throw error;
  } finally {
    removeFolder(blobs);
  }
  return {
    fileName: `${environment.name}.sqlite`,
    length: statSync(path).size,
    read: (start, end) => createReadStream(path, { start, end: end - 1, highWaterMark: PIECE }),
    done: () => removeDatabase(path),
  };
}

/**
 * The same with its real images beside the file, in `blobs`; answers their names. Whoever calls it removes both, also
 * when it fails.
 */
export async function exportInParts(
  environment: Environment,
  path: string,
  blobs: string,
  { history, keepsSecrets }: ExportOptions,
): Promise<string[]> {
  await copyWithBlobs(environment, path, blobs, history);
  if (!keepsSecrets) await withoutSecrets(path);
  return checkBlobs(path, (blob) => join(blobs, blob));
}

/** Copies the rows of a world, and lets a directory have its real images: they may go while there is work with the copy. */
async function copyWithBlobs(
  environment: Environment,
  path: string,
  blobs: string,
  history: ExportOptions['history'],
): Promise<void> {
  const link = () => linkBlobs(environment.blobs, wholeBlobs(environment), blobs);
  // An image may go while the world is copied, and one may come.
  link();
  await copyHistory(environment.database, path, history);
  link();
}

/** One whose file is gone is told of by whoever looks at the bytes. */
const wholeBlobs = ({ blobs, blobNames }: Environment): string[] =>
  blobNames.filter((name) => existsSync(join(blobs, name)));

/** The password of the admin of a new installation. */
const FIRST_PASSWORD = 'password';

async function withoutSecrets(path: string): Promise<void> {
  const salt = Chance.unseeded().uuid();
  const passwordHash = hashPassword(clientPasswordDigest(FIRST_PASSWORD), salt);
  await leaveOutSecrets(path, { uuid: ADMIN_ACCOUNT_UUID, passwordHash });
}

/** A world that was taken out of a file, with what it says of where it comes from. */
export interface ImportedWorld extends FrozenWorld {
  readonly birth: Birth | undefined;
}

/** How a world comes from outside. */
export interface Coming {
  /** It goes on here as what it was: its web hooks are still sent, where the settings let them go. */
  readonly goesOn: boolean;
  /** Brings the files of real images, by their names, into a directory; they are looked at on the way. */
  readonly bringImages: (
    path: string,
    directory: string,
    names: readonly string[],
  ) => Promise<void>;
}

const FROM_ANYBODY: Coming = { goesOn: false, bringImages: unpackBlobs };

/**
 * Takes a world out of a file from outside, after it was looked at: nothing of it acts here that its
 * author could use against whoever opens it. Everything happens beside the worlds that are there; the file
 * is gone afterwards.
 * @throws {ControlError} `invalid` with what is wrong with it
 */
export async function importWorld(
  name: string,
  path: string,
  open: OpenWorld,
  worlds: Worlds,
  coming: Coming = FROM_ANYBODY,
): Promise<ImportedWorld> {
  try {
    const known = await inspect(name, path, open, coming);
    return { ...(await worlds.readWhole(path)), ...known };
  } catch (error) {
    rmSync(blobsBeside(path), { recursive: true, force: true });
    const reason = reasonOf(error);
    if (reason === undefined) throw withItsCause(error, path);
    throw invalid(`the file cannot be imported: ${reason}`);
  } finally {
    removeDatabase(path);
  }
}

/**
 * Writes a body to a file. When it is too large, or the disk does not take it, nothing more is read, and the body
 * stays as it is: whoever has it lets its sender read the refusal.
 * @throws {ControlError} `tooLarge`, `invalid` when it ends before it is whole; and what the disk says
 */
export async function receiveFile(bytes: Readable, path: string, largest: number): Promise<void> {
  const file = await openFile(path, 'w', 0o600);
  let isWhole = false;
  try {
    let length = 0;
    // A loop that is left would end the body otherwise, and the connection with it.
    for await (const piece of bytes.iterator({ destroyOnReturn: false })) {
      length += (piece as Buffer).length;
      if (length > largest) throw tooLargeFile(largest);
      await file.writeFile(piece as Buffer);
    }
    isWhole = true;
  } catch (error) {
    throw bytes.errored ? invalid('the file did not arrive whole') : error;
  } finally {
    await file.close();
    if (!isWhole) removeDatabase(path);
  }
}

type Known = Pick<ImportedWorld, 'images' | 'release' | 'birth'>;

/** Answers how many images it has, its release and its birth. What takes long is done in threads, for the others go on. */
async function inspect(
  name: string,
  path: string,
  open: OpenWorld,
  { goesOn, bringImages }: Coming,
): Promise<Known> {
  const version = await checkForeignDatabase(path);
  await bringUpToDate(path, version);
  const found = await inThread({
    path,
    isReadOnly: false,
    statements: [...LAW_STATEMENTS, ...VALUE_STATEMENTS, TASK_KINDS],
    mostRows: MOST_KINDS,
  });
  const law = LAW_NAMES.find((_, i) => (found[i]?.length ?? 0) > 0);
  const [row] = found.slice(LAW_NAMES.length, -1).flat() as unknown as Broken[];
  const broken = { law, value: row && sentenceOf(row) };
  const tasks = (found.at(-1) ?? []).map(({ flow, step, isChore }) => ({
    flow: String(flow),
    step: String(step),
    isChore: isChore === 1,
  }));
  const blobs = blobsBeside(path);
  const world = open(name, path, blobs);
  let known: Known;
  let statements: string[];
  let names: string[];
  try {
    const problem = world.problem(broken, tasks);
    if (problem !== undefined) throw new DatabaseUnusable(problem);
    const { birth, imageCount: images } = world;
    known = { images, release: birth?.release, birth };
    names = world.blobNames;
    statements = disarming(WEB_HOOK_FLOW, { allowsCrashes: world.allowsCrashes, goesOn });
  } finally {
    world.end();
  }
  await inThread({ path, isReadOnly: false, statements, mostRows: 0 });
  if (names.length > 0) makePrivateFolder(blobs);
  await bringImages(path, blobs, names);
  return known;
}

/** Other kinds of tasks than these would not be known here anyway. */
const MOST_KINDS = 10_000;

async function bringUpToDate(path: string, version: number): Promise<void> {
  const migrations = missingMigrations(version);
  if (migrations.length === 0) return;
  // A migration may build a table anew: its references are looked at when the laws are.
  const scripts = ['pragma foreign_keys = off', ...migrations];
  await inThread({ path, isReadOnly: false, scripts, statements: [], mostRows: 0 });
}
