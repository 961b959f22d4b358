/** @jest-environment-options { "modules": "own" } */
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/persistence/database';
import { LogSync } from '../../src/persistence/log-sync';

let folder: string;
let synced: string[];
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'emulator-log-'));
  synced = [];
  jest.spyOn(fs, 'fdatasync').mockImplementation((file, done) => {
    synced.push(fs.readlinkSync(`/proc/self/fd/${file}`));
    done(null);
  });
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
  fs.rmSync(folder, { recursive: true, force: true });
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('commits of a second are synced together, and each second that has some', () => {
  const path = join(folder, 'a.sqlite');
  const database = openDatabase(path);
  database.exec('create table t (x)');
  const log = new LogSync(database);
  for (let i = 0; i < 10; i++) log.committed();
  expect(synced).toEqual([]);
  jest.advanceTimersByTime(1_000);
  expect(synced).toEqual([`${path}-wal`]);
  jest.advanceTimersByTime(10_000);
  expect(synced).toHaveLength(1);
  log.committed();
  jest.advanceTimersByTime(1_000);
  expect(synced).toHaveLength(2);
  log.close();
  database.close();
});

onLinux('a world in memory has nothing to sync, and a closed one is left alone', () => {
  const inMemory = openDatabase(':memory:');
  new LogSync(inMemory).committed();
  inMemory.close();
  const database = openDatabase(join(folder, 'b.sqlite'));
  const log = new LogSync(database);
  log.committed();
  log.close();
  log.committed();
  database.close();
  jest.advanceTimersByTime(10_000);
  expect(synced).toEqual([]);
});

onLinux(
  'whoever asked for no more than the process waits for no disk, whoever did waits',
  async () => {
    for (const durability of ['process', 'power'] as const) {
      const path = join(folder, `${durability}.sqlite`);
      const database = openDatabase(path);
      database.exec('create table t (x)');
      const log = new LogSync(database, durability);
      database.exec('insert into t values (1)');
      log.committed();
      const waits = log.settled();
      expect([durability, waits !== undefined]).toEqual([durability, durability !== 'process']);
      await waits;
      // What is safe is waited for no more.
      expect(log.settled()).toBeUndefined();
      expect(synced).toEqual(durability === 'process' ? [] : [`${path}-wal`]);
      log.close();
      database.close();
    }
  },
);
