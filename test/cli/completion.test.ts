import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createProgram } from '../../src/cli/program';
import { describeTree } from '../../src/cli/completion/tree';
import { runCommand, temporaryFolder } from '../support/process';

const run = promisify(execFile);

const scriptOf = async (shell: string) => (await runCommand(['completion', shell])).stdout;

/** What bash offers for the last of these words. */
async function offered(script: string, ...words: string[]): Promise<string[]> {
  const all = ['zstack-emulator', ...words].map((word) => `'${word}'`).join(' ');
  const asked = `${script}
COMP_WORDS=(${all}); COMP_CWORD=${words.length}
_zstack_emulator
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['--norc', '-c', asked]);
  return stdout.split('\n').filter(Boolean);
}

test('bash completes commands, options, choices and files', async () => {
  const script = await scriptOf('bash');
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'world.sqlite'), '');
  expect(await offered(script, 'en')).toEqual(['environments']);
  expect(await offered(script, 'environments', '')).toEqual([
    'list',
    'create',
    'inspect',
    'reset',
    'delete',
  ]);
  expect(await offered(script, 'environments', 'create', 'x', '--st')).toEqual(['--storage']);
  expect(await offered(script, 'environments', 'create', '--storage', '')).toEqual([
    'file',
    'memory',
  ]);
  expect(await offered(script, 'serve', '--wire', '')).toEqual(['documented', 'native']);
  expect(await offered(script, 'completion', '')).toEqual(['bash', 'zsh', 'fish']);
  expect(await offered(script, 'import', 'x', join(folder, 'wo'))).toEqual([
    join(folder, 'world.sqlite'),
  ]);
  expect(await offered(script, 'environments', 'list', '--url', '')).toEqual([]);
});

test.each(['bash', 'zsh', 'fish'])(
  'the script for %s knows every command and option',
  async (shell) => {
    const script = await scriptOf(shell);
    for (const { at, commands, options } of describeTree(createProgram())) {
      expect(script).toContain(`'${at}`);
      for (const { name } of commands) expect(script).toContain(name);
      for (const { name } of options) {
        expect(script).toContain(shell === 'fish' ? `-l ${name.slice(2)} ` : name);
      }
    }
  },
);
