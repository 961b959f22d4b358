import { Command } from 'commander';
import { VERSION } from '../core/version.js';
import type * as Checksum from './checksum.js';
import type * as Clock from './clock.js';
import type * as Completion from './completion.js';
import type * as Doctor from './doctor.js';
import type * as Environments from './environments.js';
import type * as Explain from './explain.js';
import type * as Export from './export.js';
import type * as Faults from './faults.js';
import type * as Images from './images/images.js';
import type * as Import from './import.js';
import type * as Journal from './journal.js';
import type * as Laws from './laws.js';
import type * as OpenApi from './openapi.js';
import type * as Progression from './progression.js';
import type * as Rewind from './rewind.js';
import type * as Run from './run-client.js';
import type * as Seed from './seed.js';
import type * as Serve from './serve.js';
import type * as Shadow from './shadow/command.js';
import type * as Snapshot from './snapshot.js';
import type * as Tasks from './tasks.js';
import type * as Verify from './verify.js';
import { teach } from './lesson.js';

/** What adds each command, in the order of the help. */
const COMMANDS: Readonly<Record<string, (program: Command) => void>> = {
  serve: (program) => (require('./serve.js') as typeof Serve).addServeCommand(program),
  run: (program) => (require('./run-client.js') as typeof Run).addRunCommand(program),
  seed: (program) => (require('./seed.js') as typeof Seed).addSeedCommand(program),
  images: (program) => (require('./images/images.js') as typeof Images).addImagesCommand(program),
  environments: (program) =>
    (require('./environments.js') as typeof Environments).addEnvironmentsCommand(program),
  snapshot: (program) => (require('./snapshot.js') as typeof Snapshot).addSnapshotCommand(program),
  export: (program) => (require('./export.js') as typeof Export).addExportCommand(program),
  import: (program) => (require('./import.js') as typeof Import).addImportCommand(program),
  clock: (program) => (require('./clock.js') as typeof Clock).addClockCommand(program),
  progression: (program) =>
    (require('./progression.js') as typeof Progression).addProgressionCommand(program),
  tasks: (program) => (require('./tasks.js') as typeof Tasks).addTasksCommand(program),
  faults: (program) => (require('./faults.js') as typeof Faults).addFaultsCommand(program),
  journal: (program) => (require('./journal.js') as typeof Journal).addJournalCommand(program),
  history: (program) => (require('./rewind.js') as typeof Rewind).addHistoryCommand(program),
  rewind: (program) => (require('./rewind.js') as typeof Rewind).addRewindCommand(program),
  bisect: (program) => (require('./rewind.js') as typeof Rewind).addBisectCommand(program),
  explain: (program) => (require('./explain.js') as typeof Explain).addExplainCommand(program),
  laws: (program) => (require('./laws.js') as typeof Laws).addLawsCommand(program),
  openapi: (program) => (require('./openapi.js') as typeof OpenApi).addOpenApiCommand(program),
  doctor: (program) => (require('./doctor.js') as typeof Doctor).addDoctorCommand(program),
  checksum: (program) => (require('./checksum.js') as typeof Checksum).addChecksumCommand(program),
  verify: (program) => (require('./verify.js') as typeof Verify).addVerifyCommand(program),
  shadow: (program) => (require('./shadow/command.js') as typeof Shadow).addShadowCommand(program),
  completion: (program) =>
    (require('./completion.js') as typeof Completion).addCompletionCommand(program),
};

/**
 * Every command, or the one of this name: most runs are of one, and need no other's modules. It throws where commander
 * would end the process.
 */
export function createProgram(name = ''): Command {
  const program = new Command('zstack-emulator')
    .description('An emulator of the image subsystem of ZStack Cloud')
    .version(VERSION)
    // What an option may be is told in its own words.
    .configureHelp({ optionDescription: ({ description }) => description })
    .exitOverride();
  // A completion tells of all.
  const isOne = name !== 'completion' && Object.hasOwn(COMMANDS, name);
  const asked = isOne ? COMMANDS[name] : undefined;
  for (const add of asked ? [asked] : Object.values(COMMANDS)) add(program);
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
