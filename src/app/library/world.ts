import { findingKinds } from '../../simulation/client-findings.js';
import { reliedOn } from '../../simulation/relied-on.js';
import { clientReport } from '../../simulation/client-report.js';
import { describeTask } from '../../control/describe-task.js';
import { describeEntry } from '../../control/journal-entry.js';
import { notFound } from '../../core/control-error.js';
import { OthersTurn } from '../../core/others-turn.js';
import type { Environment } from '../../environment/environment.js';
import { ClientFindings } from './client-findings-error.js';
import { clockOf } from './clock.js';
import type { World } from './emulator.js';
import { jobsOf } from './jobs.js';
import type { Reach } from './reach.js';
import { resourcesOf } from './resources.js';

/** As many tasks as a list of them may have. */
const ALL = 2 ** 31 - 1;

/** The world of an environment, for those who look at it without a request. */
export function worldOf(reach: Reach): World {
  const { look, work } = reach;
  return {
    ...resourcesOf((ask) => look(({ world }) => ask(world.queries))),
    capacity: (uuid) => look((environment) => capacityOf(environment, uuid)),
    jobs: jobsOf(reach),
    tasks: {
      list: () =>
        look(({ world }) =>
          world.repositories.tasks.list(ALL).map((task) => describeTask(world, task)),
        ),
    },
    journal: {
      list: () =>
        look(({ name, journal }) => journal.list().map((entry) => describeEntry(name, entry))),
      clear: () => look(({ journal }) => journal.clear()),
      clientReport: () => look(clientReport),
      reliedOn: () => look(reliedOn),
      failOn(names) {
        const kinds = findingKinds(names);
        const found = look(clientReport).findings.filter(({ kind }) => kinds.includes(kind));
        if (found.length > 0) throw new ClientFindings(found);
      },
    },
    laws: () => look((environment) => environment.verdicts().filter(({ holds }) => !holds)),
    clock: clockOf(reach),
    settle: () => work(settle),
  };
}

function capacityOf({ world }: Environment, uuid: string) {
  const { backupStorages, primaryStorages } = world.repositories;
  const storage = backupStorages.find(uuid) ?? primaryStorages.find(uuid);
  if (!storage) throw notFound(`there is no storage '${uuid}'`);
  const { totalCapacity, availableCapacity } = storage;
  return { totalCapacity, availableCapacity };
}

async function settle({ world, runner }: Environment): Promise<void> {
  const { tasks } = world.repositories;
  do {
    await runner.settleInPieces(new OthersTurn());
    // What comes back from outside makes other things due.
    await runner.idle();
  } while (!runner.isHalted && (tasks.nextDueDate() ?? Infinity) <= world.clock.now());
}
