import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createProgram } from '../../src/cli/program';
import { ROOT } from '../support/emulator';
import { EmulatorProcess, MAIN, temporaryFolder } from '../support/process';

const run = promisify(execFile);
const page = readFileSync(join(ROOT, 'docs', 'cli.md'), 'utf8');

const verifying = ['verify.md', 'verify-clients.md', 'verify-pact.md']
  .map((name) => readFileSync(join(ROOT, 'docs', name), 'utf8'))
  .join('');

test('the blocks of the pages on the command line and on verifying, clients as well, work as they are pasted', async () => {
  const emulator = await EmulatorProcess.start(':memory:');
  const cwd = temporaryFolder();
  const program = join(temporaryFolder(), 'zstack-emulator');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(program, 0o755);
  const env = {
    PATH: `${join(program, '..')}:${process.env.PATH}`,
    EMULATOR_URL: emulator.url.replace('/zstack', ''),
  };
  let printed = '';
  let told = '';
  for (const [, block = ''] of `${page}${verifying}`.matchAll(/```sh\n([^]*?)```/g)) {
    const { stdout, stderr } = await run('bash', ['-ec', block], { cwd, env });
    printed += stdout;
    told += stderr;
  }
  expect(printed).toContain(`"url": "${env.EMULATOR_URL}/environments/run-17/zstack"`);
  expect(printed).toContain('run-17 is as it was at before\n');
  expect(printed).toContain('wrote run-17 to ./bug-42.sqlite');
  expect(printed).toContain('shop.yaml: good');
  expect(printed).toContain('3 operations proven, 0 differ, 0 unknown');
  const nameless = (text: string) => text.replaceAll(/\b[0-9a-f]{32}\b/g, 'UUID');
  const [, shown = ''] = /```text\n(zstack-emulator: 2 requests[^]*?)```/.exec(verifying) ?? [];
  expect(nameless(told)).toContain(nameless(shown));
  const shownOnes = [
    ...verifying.matchAll(
      /```text\n((?: {2}\w+:|shop ›|QueryVolume:|\| QueryVolume|\| operation)[^]*?)```/g,
    ),
  ];
  expect(shownOnes.length).toBe(8);
  for (const [, text = ''] of shownOnes) expect(printed).toContain(text);
  expect(printed).toContain('4.8 has all else that the client relies on');
});

test('the page names every command', () => {
  for (const command of createProgram().commands) expect(page).toContain(`| \`${command.name()}\``);
});
