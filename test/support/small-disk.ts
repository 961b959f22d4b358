import { spawnSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './process';

/** A disk of its own for a test, which can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills it up to so many bytes. */
  fill(left: number): void;
  makeRoom(): void;
  unmount(): void;
}

/** A disk of so many bytes in memory; undefined where nobody may mount one (it takes root, on Linux). */
export function smallDisk(bytes: number): SmallDisk | undefined {
  const folder = temporaryFolder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder]);
  if (mounted.status !== 0) return undefined;
  const ballast = join(folder, 'ballast');
  const makeRoom = () => rmSync(ballast, { force: true });
  return {
    folder,
    fill(left) {
      makeRoom();
      const { bavail, bsize } = statfsSync(folder);
      const file = openSync(ballast, 'w');
      let missing = bavail * bsize - left;
      try {
        while (missing > 0) {
          missing -= writeSync(file, Buffer.alloc(Math.min(missing, 65_536)));
        }
      } catch {
        // Somebody else took what was left.
      } finally {
        closeSync(file);
      }
    },
    makeRoom,
    unmount: () => void spawnSync('umount', [folder]),
  };
}

export function canMount(): boolean {
  const disk = smallDisk(2 ** 20);
  disk?.unmount();
  return disk !== undefined;
}
