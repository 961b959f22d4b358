import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DataDirectory, DEFAULT_ENVIRONMENT } from '../../environment/data-directory.js';
import { mendableNote, note, problem, type Finding } from '../../persistence/doctor/finding.js';

/** A database of a data directory. */
export interface DatabasePlace {
  readonly kind: 'environment' | 'origin' | 'snapshot' | 'set aside';
  /** What people call it. */
  readonly name: string;
  readonly path: string;
  /** Directory of its real images. */
  readonly blobs: string;
}

const FILE = '.sqlite';
/** What a copy that was made before a mend is called. */
const COPY = /\.before-mend(-\d+)?\.sqlite$/;

/** Every database of a data directory, the default environment's first. */
export function databasesOf(root: string): DatabasePlace[] {
  const directory = new DataDirectory(root);
  const names = [DEFAULT_ENVIRONMENT, ...directory.environments()].filter((name) =>
    existsSync(directory.databaseOf(name)),
  );
  return [
    ...names.flatMap((name) => placesOf(directory, name)),
    ...pathsIn(join(root, 'set-aside'))
      .filter((path) => path.endsWith(FILE))
      .map((path) => placeOf('set aside', `set-aside/${basename(path)}`, path)),
  ];
}

function placesOf(directory: DataDirectory, name: string): DatabasePlace[] {
  const path = directory.databaseOf(name);
  return [
    { kind: 'environment', name, path, blobs: directory.blobsOf(name) },
    ...directory.originsOf(name).map((path) => placeOf('origin', `${name} as it began`, path)),
    ...directory
      .snapshots(name)
      .map((snapshot) =>
        placeOf('snapshot', `${name}/${snapshot.name}`, directory.snapshotOf(name, snapshot.name)),
      ),
  ];
}

const placeOf = (kind: DatabasePlace['kind'], name: string, path: string): DatabasePlace => ({
  kind,
  name,
  path,
  blobs: `${path.slice(0, -FILE.length)}.blobs`,
});

/** What lies in a data directory beside the databases that are in use. */
export function examineDirectory(root: string): Finding[] {
  const findings: Finding[] = [];
  const aside = pathsIn(join(root, 'set-aside'));
  if (aside.length > 0) {
    findings.push(
      problem(
        'environments set aside',
        aside,
        "they could not be opened at a start; see below what is wrong with each: 'zstack-emulator doctor --bring-back' puts those back with which nothing is wrong, and what is left can be deleted",
      ),
    );
  }
  const unfinished = unfinishedFiles(root);
  if (unfinished.length > 0) {
    findings.push(
      mendableNote(
        'unfinished files',
        unfinished,
        'the next start removes them, and so does --mend',
      ),
    );
  }
  const leftovers = existsSync(root) ? new DataDirectory(root).leftovers() : [];
  if (leftovers.length > 0) {
    findings.push(note('files of deleted environments', leftovers, 'the next start removes them'));
  }
  const nobodys = filesOfNobody(root).filter((path) => !leftovers.includes(path));
  if (nobodys.length > 0) {
    findings.push(
      problem(
        'files of no environment',
        nobodys,
        'nobody needs them here: delete them if you do not know them',
      ),
    );
  }
  const copies = [root, join(root, 'environments')]
    .flatMap(pathsIn)
    .filter((path) => COPY.test(path));
  if (copies.length > 0) {
    findings.push(
      note('copies', copies, 'they were made before a mend: delete what all is well without'),
    );
  }
  return findings;
}

/** What was not whole when an emulator was killed. */
export const unfinishedFiles = (root: string): string[] => pathsIn(join(root, 'temporary'));

/** What belongs to environments that are not there. */
function filesOfNobody(root: string): string[] {
  const known = new Set([DEFAULT_ENVIRONMENT, ...new DataDirectory(root).environments()]);
  const ownerOf = (path: string) => basename(path).split('.', 1)[0] ?? '';
  return [...pathsIn(join(root, 'environments')), ...pathsIn(join(root, 'snapshots'))].filter(
    (path) => !known.has(ownerOf(path)) && !COPY.test(path),
  );
}

/** Names in a directory that may not be there. */
export const filesIn = (folder: string): string[] =>
  existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).toSorted() : [];

const pathsIn = (folder: string) => filesIn(folder).map((name) => join(folder, name));
