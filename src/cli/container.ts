import { existsSync, readFileSync } from 'node:fs';

/** Files that engines of containers leave in them. */
const MARKS = ['/.dockerenv', '/run/.containerenv'];

/** Whether this process runs in a container, as far as that can be seen. */
export function isInContainer(): boolean {
  if (process.env['KUBERNETES_SERVICE_HOST'] || MARKS.some((mark) => existsSync(mark))) return true;
  try {
    return /docker|kubepods|containerd|libpod|\blxc\b/.test(readFileSync('/proc/1/cgroup', 'utf8'));
  } catch {
    return false;
  }
}
