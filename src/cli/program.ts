import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { addClockCommand } from './clock.js';
import { addCompletionCommand } from './completion.js';
import { addDoctorCommand } from './doctor.js';
import { addEnvironmentsCommand } from './environments.js';
import { addExplainCommand } from './explain.js';
import { addExportCommand } from './export.js';
import { addFaultsCommand } from './faults.js';
import { addImagesCommand } from './images/images.js';
import { addBisectCommand, addHistoryCommand, addRewindCommand } from './rewind.js';
import { addImportCommand } from './import.js';
import { addJournalCommand } from './journal.js';
import { addLawsCommand } from './laws.js';
import { teach } from './lesson.js';
import { addOpenApiCommand } from './openapi.js';
import { addProgressionCommand } from './progression.js';
import { addRunCommand } from './run-client.js';
import { addSeedCommand } from './seed.js';
import { addServeCommand } from './serve.js';
import { addShadowCommand } from './shadow/command.js';
import { addSnapshotCommand } from './snapshot.js';
import { addTasksCommand } from './tasks.js';
import { addVerifyCommand } from './verify.js';

/** Every command; it throws where commander would end the process. */
export function createProgram(): Command {
  const program = new Command('zstack-emulator')
    .description('An emulator of the image subsystem of ZStack Cloud')
    .version(version())
    // What an option may be is told in its own words.
    .configureHelp({ optionDescription: ({ description }) => description })
    .exitOverride();
  addServeCommand(program);
  addRunCommand(program);
  addSeedCommand(program);
  addImagesCommand(program);
  addEnvironmentsCommand(program);
  addSnapshotCommand(program);
  addExportCommand(program);
  addImportCommand(program);
  addClockCommand(program);
  addProgressionCommand(program);
  addTasksCommand(program);
  addFaultsCommand(program);
  addJournalCommand(program);
  addHistoryCommand(program);
  addRewindCommand(program);
  addBisectCommand(program);
  addExplainCommand(program);
  addLawsCommand(program);
  addOpenApiCommand(program);
  addDoctorCommand(program);
  addVerifyCommand(program);
  addShadowCommand(program);
  addCompletionCommand(program);
  return teach(program, {
    prints: 'see the help of each command; data on standard output, all else on standard error',
    examples: {
      'run it, with its state in ./data': 'serve',
      'another one at the same time, with nothing on disk': 'serve --port 9090 --data-dir :memory:',
      'a world of its own for a test run': 'environments create run-17 --from default',
    },
    exits: {
      problems: 'problems were found (run, doctor, seed check, verify, shadow, laws, bisect)',
    },
  });
}

function version(): string {
  const text = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
