// A program in Go that uses the vendor's SDK 1: its functions, parameters and views.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { follow, given, run as runProgram, sumOf, tool } from '../lib/programs.mjs';
import { LIFE } from '../lib/life.mjs';
import { Missing } from '../lib/steps.mjs';

const MODULE = 'github.com/terraform-zstack-modules/zstack-sdk-go';

export const plan = {
  name: 'go-sdk',
  client: 'zstack-sdk-go 1 (terraform-zstack-modules), by a program of ours',
  version: '16f43e5',
  needs:
    '--go-sdk DIR, its source; `go` on the PATH, and what the SDK needs in the cache of modules or to be had',
  steps: LIFE,
};

export async function find(options, folder) {
  const sdk = resolve(given(options, 'go-sdk', 'the source of the SDK'));
  const manifest = join(sdk, 'go.mod');
  if (!existsSync(manifest) || !readFileSync(manifest, 'utf8').includes(`module ${MODULE}`)) {
    throw new Missing(`${sdk} has no go.mod of ${MODULE}`);
  }
  tool('go', ['version'], /go(1\.\d+)/);
  return { program: await build(sdk, folder), version: versionOf(sdk, manifest) };
}

/** The commit of a checkout: that of the last tag is older than what is in use. */
function versionOf(sdk, manifest) {
  const { status, stdout } = spawnSync('git', ['-C', sdk, 'rev-parse', '--short=7', 'HEAD'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : sumOf(readFileSync(manifest));
}

/** Builds the program against this source, with the versions of packages that the SDK itself names. */
async function build(sdk, folder) {
  const program = join(folder, process.platform === 'win32' ? 'go-sdk.exe' : 'go-sdk');
  copyFileSync(join(import.meta.dirname, 'main.go'), join(folder, 'main.go'));
  copyFileSync(join(sdk, 'go.sum'), join(folder, 'go.sum'));
  const required = readFileSync(join(sdk, 'go.mod'), 'utf8').replace(/^module .*$/m, '');
  writeFileSync(
    join(folder, 'go.mod'),
    `module compat\n${required}\nrequire ${MODULE} v0.0.0\n\nreplace ${MODULE} => ${sdk}\n`,
  );
  await runProgram('go', ['build', '-mod=mod', '-o', program, '.'], {
    cwd: folder,
    env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' },
  });
  return program;
}

export const run = ({ program }, { world, steps }) =>
  follow(steps, program, ['-host', world.host, '-port', String(world.port)]);
