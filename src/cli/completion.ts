import { Argument, type Command } from 'commander';
import { EXIT } from './exit-codes.js';
import { bashCompletion } from './completion/bash.js';
import { fishCompletion } from './completion/fish.js';
import { describeTree } from './completion/tree.js';
import { zshCompletion } from './completion/zsh.js';
import { teach } from './lesson.js';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };
type Shell = keyof typeof SCRIPTS;

/** `zstack-emulator completion`: what lets a shell complete commands and options. */
export function addCompletionCommand(program: Command): void {
  const command = program
    .command('completion')
    .description('print a script that lets a shell complete commands and options')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)));
  teach(command, {
    prints: 'the script, made of the commands of this version',
    examples: {
      'bash, for this session (or in ~/.bashrc)': 'completion bash > /tmp/z && . /tmp/z',
      'zsh, for every session (the directory is in $fpath)':
        'completion zsh > ~/.zfunc/_zstack-emulator',
      'fish, for every session':
        'completion fish > ~/.config/fish/completions/zstack-emulator.fish',
    },
  });
  command.action((shell: Shell) => {
    process.stdout.write(SCRIPTS[shell](program.name(), describeTree(program)));
    process.exitCode = EXIT.done;
  });
}
