import { createHash } from 'node:crypto';
import type { Evidence } from '../../verify/report/evidence.js';
import type { Findings } from './findings.js';
import type { Watched } from './report.js';

/**
 * What was found out, as `verify diff` reads it: of each operation how it answered as the emulator does, and each way in
 * which it did not.
 */
export function shadowEvidence({ target, release, date }: Watched, findings: Findings): Evidence {
  const cases: Record<string, Record<string, string>> = {};
  for (const operation of [...findings.operations.keys()].toSorted()) {
    const same = findings
      .sameOf(operation)
      .map((answered) => [`shadow: it ${answered}`, `p ${hashOf(operation, answered)}`]);
    const differ = findings.all
      .filter((one) => one.operation === operation)
      .map(({ kind, place, cloud, emulator }) => [
        `shadow: ${kind} ${place}`,
        `d ${hashOf(operation, kind, place)} ${withoutNames(`${cloud}, the emulator: ${emulator}`)}`,
      ]);
    if (same.length + differ.length > 0) {
      cases[operation] = Object.fromEntries([...same, ...differ]) as Record<string, string>;
    }
  }
  return { target, release, date, cases };
}

const hashOf = (...words: readonly string[]) =>
  createHash('sha256').update(words.join('\0')).digest('hex').slice(0, 8);

/** Uuids are other ones in each run. */
const withoutNames = (text: string) =>
  text
    .replaceAll(/[0-9a-f]{32}/g, '<uuid>')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 160);
