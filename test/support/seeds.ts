import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TestEmulator, type TestOptions } from './emulator';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Files in a directory of their own, which goes after the test. Answers the directory. */
export function seedFiles(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-seed-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.includes('version') ? text : `version: 1\n${text}`);
  }
  return folder;
}

/** An emulator with a world of this seed; `version` may be left out of it. */
export const startSeed = (text: string, options: TestOptions = {}): Promise<TestEmulator> =>
  startSeeds({ 'seed.yaml': text }, 'seed.yaml', options);

/** An emulator with a world of some of these files, named as EMULATOR_SEED names them. */
export function startSeeds(
  files: Readonly<Record<string, string>>,
  names: string,
  options: TestOptions = {},
): Promise<TestEmulator> {
  const folder = seedFiles(files);
  const seed = names
    .split(',')
    .map((name) => (name in files ? join(folder, name) : name))
    .join(',');
  return TestEmulator.start({ ...options, settings: { ...options.settings, seed } });
}

/** A zone, a primary storage and three backup storages, for seeds that are about something else. */
export const BASE = `
sessions: [{ uuid: 5e55000000004000800000000000ad01, account: admin }]
zones: [{ name: z }]
primaryStorages:
  - { name: p, zone: z, type: LocalStorage, url: /p, totalCapacity: 10T }
backupStorages:
  - { name: a, type: ImageStoreBackupStorage, url: /a, zones: [z], totalCapacity: 10T, bandwidth: 100M, latency: 0 }
  - { name: b, type: SftpBackupStorage, url: /b, zones: [z], totalCapacity: 10T, bandwidth: 100M, latency: 0 }
  - { name: c, type: Ceph, url: 'ceph://c', fsid: f, zones: [z], totalCapacity: 10T, bandwidth: 100M, latency: 0 }
`;

/** What a seed is refused with, each problem without its file and line. */
export async function problemsOf(seed: string): Promise<string[]> {
  try {
    await startSeed(seed);
  } catch (error) {
    const { name, message } = error as Error;
    expect(name).toBe('InvalidSeed');
    return message.split('\n').map((line) => line.replace(/^.*?seed\.yaml(:\d+)?: /, ''));
  }
  return [];
}
