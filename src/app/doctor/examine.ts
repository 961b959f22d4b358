import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { copyClosed } from '../../persistence/doctor/copy.js';
import { examineDatabase, EXAMINATION_STEPS } from '../../persistence/doctor/examine.js';
import { mendableNote, type Finding } from '../../persistence/doctor/finding.js';
import { holderOf, isInUse } from '../../persistence/doctor/in-use.js';
import { databasesOf, examineDirectory, type DatabasePlace } from './directory.js';

export type { Finding };

/** A data directory cannot be looked at; the message says why and what to do. */
export class DoctorRefusal extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DoctorRefusal';
  }
}

/** What was written last lies beside the file when a process was killed. */
export const LOG = 'log beside the file';

export interface ExaminedDatabase extends DatabasePlace {
  readonly bytes: number;
  readonly findings: readonly Finding[];
}

export interface Examination {
  /** Of the directory itself. */
  readonly findings: readonly Finding[];
  readonly databases: readonly ExaminedDatabase[];
}

/** Told what is looked at, and how much of it all is done (0 to 1). */
export type OnProgress = (what: string, share: number) => void;

/**
 * Looks at everything in a data directory and changes nothing: databases are looked at in copies.
 * @throws {DoctorRefusal} when there is none, or an emulator has it open
 */
export async function examine(root: string, onProgress: OnProgress): Promise<Examination> {
  const places = databasesOf(root);
  if (places.length === 0) throw new DoctorRefusal(absence(root));
  for (const { path } of places) refuseInUse(path);
  const databases: ExaminedDatabase[] = [];
  for (const [i, place] of places.entries()) {
    const findings = await examineCopy(place, (what, share) =>
      onProgress(`${place.name}: ${what}`, (i + share) / places.length),
    );
    databases.push({ ...place, bytes: statSync(place.path).size, findings });
  }
  return { findings: examineDirectory(root), databases };
}

/** @throws {DoctorRefusal} when an emulator has the database open */
export function refuseInUse(path: string): void {
  if (!isInUse(path)) return;
  const holder = holderOf(path);
  throw new DoctorRefusal(
    `${path} is in use by a running emulator${holder === undefined ? '' : ` (process ${holder})`}. Stop it first; of one that runs, GET /emulator/v1/invariants tells whether its laws hold.`,
  );
}

async function examineCopy(place: DatabasePlace, onProgress: OnProgress): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'zstack-emulator-doctor-'));
  const copy = join(folder, 'copy.sqlite');
  let done = 0;
  const onStep = async (what: string) => {
    onProgress(what, done++ / (EXAMINATION_STEPS + 1));
    await othersTurn();
  };
  try {
    await onStep('a copy is made');
    await copyClosed(place.path, copy);
    // One that was started meanwhile may have written while the copy was made.
    refuseInUse(place.path);
    const findings = await examineDatabase(copy, place.blobs, onStep);
    return [...findings, ...examineLog(place)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function examineLog({ path }: DatabasePlace): Finding[] {
  const log = `${path}-wal`;
  const length = existsSync(log) ? statSync(log).size : 0;
  if (length === 0) return [];
  const details = [`${log} (${length} bytes)`];
  return [mendableNote(LOG, details, 'the next start takes it over, and so does --mend')];
}

function absence(root: string): string {
  if (!existsSync(root)) {
    return `there is no data directory ${root}. Name the one that the emulator was started with (EMULATOR_DATA_DIR).`;
  }
  return `there is no database in ${root}. Name the directory that the emulator was started with (EMULATOR_DATA_DIR).`;
}
