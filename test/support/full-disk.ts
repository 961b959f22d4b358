import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needs } from './tools';

/** `test` of what needs a small disk of its own: a file system in memory, which only root may mount. */
export const withDisk = needs('sh', [
  '-c',
  'd=$(mktemp -d) && mount -t tmpfs -o size=1m tmpfs "$d" && umount "$d" && rmdir "$d"',
]);

const disks: string[] = [];

/** A disk of so many MB, gone after the test. */
export class SmallDisk {
  readonly folder = mkdtempSync(join(tmpdir(), 'emulator-disk-'));
  readonly #filling = join(this.folder, 'filling');

  constructor(megabytes: number) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', this.folder]);
    disks.push(this.folder);
  }

  /** Takes all room but so many bytes. */
  fill(left = 0): void {
    const { bavail, bsize } = statfsSync(this.folder);
    writeFileSync(this.#filling, Buffer.alloc(Math.max(0, bavail * bsize - left)));
  }

  makeRoom(): void {
    rmSync(this.#filling, { force: true });
  }
}

afterEach(() => {
  for (const folder of disks.splice(0)) {
    execFileSync('umount', ['-l', folder]);
    rmdirSync(folder);
  }
});
