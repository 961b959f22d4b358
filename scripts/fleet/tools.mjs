// Programs that the fleet's tests need beside Node: found on the PATH, or missing by name.
import { spawnSync } from 'node:child_process';

/** What is not on this machine: a run without it says so, and is no failure. */
export class MissingTool extends Error {}

/** Where to get each, in the words of its own registry. */
const FROM = {
  haproxy: 'apt-get install haproxy (2.6 or later)',
  versitygw: 'go install github.com/versity/versitygw/cmd/versitygw@v1.8.0',
  litestream: 'npm install --global @flydotio/litestream',
};

/**
 * Looks that a program is there.
 * @throws {MissingTool} with where to get it
 */
export function need(tool, probe) {
  const { error, status } = spawnSync(tool, probe, { stdio: 'ignore' });
  if (error || status !== 0) {
    throw new MissingTool(`${tool} is not on the PATH: ${FROM[tool]}`);
  }
}
