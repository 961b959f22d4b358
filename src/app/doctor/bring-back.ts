import { DataDirectory } from '../../environment/data-directory.js';
import { refuseInUse, type Examination } from './examine.js';

/**
 * Puts environments that were set aside, and with which nothing is wrong, back to where they were: a machine without
 * room or descriptors can have been the reason. Answers what was done and what was not, a sentence each.
 * @throws {DoctorRefusal} when an emulator has the directory open
 */
export function bringBack(root: string, { databases }: Examination): string[] {
  const directory = new DataDirectory(root);
  for (const { path } of databases) refuseInUse(path);
  return directory.asides().map((aside) => {
    const from = directory.asideOf(aside);
    const examined = databases.find(({ path }) => path === from);
    const wrong = examined?.findings.find(({ kind }) => kind === 'problem');
    if (!examined || wrong) {
      return `left ${from}: ${wrong?.check ?? 'it was not looked at'}: ${wrong?.details[0] ?? ''}`;
    }
    const path = directory.bringBack(aside);
    return path === undefined
      ? `left ${from}: there is an environment of its name; export and delete that one first`
      : `brought back ${path}`;
  });
}
