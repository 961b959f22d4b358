import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createProgram } from '../../src/cli/program';
import { ROOT } from '../support/emulator';
import { runCommand } from '../support/process';

const NAME = 'zstack-emulator';

/** Every command below one, with the words that lead to it. */
function everyCommand(command: Command, words: string[] = []): [string, Command][] {
  return [
    [words.join(' '), command],
    ...command.commands.flatMap((sub) => everyCommand(sub, [...words, sub.name()])),
  ];
}

function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (piece) => void (text += piece) });
  command.outputHelp();
  return text;
}

/** Lines that can be pasted: each is one command line of ours, in a shell. */
function examplesIn(help: string): string[] {
  const [, examples = ''] = /\nExamples:\n([^]*?)\n\nExit codes:/.exec(help) ?? [];
  return examples.split('\n').filter((line) => line.startsWith(`  ${NAME} `));
}

/** The words of a shell line up to what is not ours; what stands in quotes is one. */
const wordsOf = (line: string): string[] =>
  ((line.trim().split(/ [|>&] | && /)[0] ?? '').match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? []).slice(1);

describe('--help of every command', () => {
  const commands = everyCommand(createProgram());

  test.each(commands)('%s: teaches', (_words, command) => {
    const help = helpOf(command);
    expect(command.description()).not.toBe('');
    expect(help).toMatch(/\nPrints:\n {2}\S/);
    expect(help).toMatch(/\nExit codes:\n {2}0 {2}\S.*\n {2}1 {2}\S.*\n {2}2 {2}\S/);
    expect(examplesIn(help).length).toBeGreaterThan(0);
    for (const option of command.options) expect(option.description).not.toBe('');
    for (const argument of command.registeredArguments) expect(argument.description).not.toBe('');
  });

  test.each(commands)('%s: its examples are ones that it takes', (_words, command) => {
    for (const line of examplesIn(helpOf(command))) {
      const words = wordsOf(line);
      const [path, target] =
        commands
          .filter(([path]) => path !== '' && words.join(' ').startsWith(path))
          .toSorted(([a], [b]) => b.length - a.length)[0] ?? [];
      expect({ line, path }).toEqual({ line, path: expect.any(String) });
      const rest = words.slice(path?.split(' ').length);
      const { operands = [], unknown = [] } = target?.parseOptions(rest) ?? {};
      expect({ line, unknown }).toEqual({ line, unknown: [] });
      const required = target?.registeredArguments.filter((one) => one.required).length ?? 0;
      const most = target?.registeredArguments.some((one) => one.variadic)
        ? Infinity
        : (target?.registeredArguments.length ?? 0);
      expect(operands.length).toBeGreaterThanOrEqual(required);
      expect(operands.length).toBeLessThanOrEqual(most);
    }
  });
});

test.each([
  ['no command', []],
  ['an unknown command', ['expot']],
  ['an unknown option', ['environments', 'list', '--jsn']],
  ['a missing argument', ['environments', 'inspect']],
  ['a missing option', ['export', 'default']],
  ['one argument too many', ['environments', 'inspect', 'a', 'b']],
  ['a word that is no choice', ['completion', 'tcsh']],
])('%s is wrong usage: exit code 2, and nothing on standard output', async (_what, words) => {
  const { code, stdout, stderr } = await runCommand(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toBe('');
  expect(stderr).not.toMatch(/\n +at /);
});

test('who mistypes is told what was meant, and where to read', async () => {
  const { stderr } = await runCommand(['environments', 'crate']);
  expect(stderr).toContain('(Did you mean create?)');
  expect(stderr).toContain('What it takes: zstack-emulator environments --help');
});

test('help and version are no failures', async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(await runCommand(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  const help = await runCommand(['doctor', '--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('3  there are problems, or --mend left some');
});

test('the OpenAPI document comes whole, whoever reads it', async () => {
  const { code, stdout } = await runCommand(['openapi']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) });
  const older = await runCommand(['openapi', '--release', '4.8']);
  expect(JSON.parse(older.stdout).info.title).toMatch(/: 4\.8$/);
  expect(await runCommand(['openapi', '--release', '4'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--release is '4': expected one of 4.3, 4.4, "),
  });
});
