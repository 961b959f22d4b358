import * as z from 'zod';
import { defineControl } from '../../api/define-operation.js';
import type { Flow, FlowContext } from '../../jobs/flow.js';
import type { EnvironmentControl } from '../../simulation/environment-control.js';

const stepShape = z.object({
  name: z.string(),
  point: z
    .string()
    .nullable()
    .describe('where a fault rule acts, as POST /faults takes it; null: at no errand'),
  isErrand: z
    .boolean()
    .describe('work outside of the database, only done where there is some: a download, a sum'),
  isForEach: z
    .boolean()
    .describe('done for each of several storages, and can fail for one of them'),
  takesBytes: z
    .boolean()
    .describe('whether bytes are still to come to a backup storage: `fill` hurts there'),
  bringsBytes: z.boolean().describe('whether bytes begin to come: `corrupt` changes them'),
});

const flowShape = z.object({
  name: z.string(),
  operations: z.array(z.string()).describe('whose work it is'),
  steps: z
    .array(stepShape)
    .describe(
      'in the order in which they follow each other; some are left out by what a call says',
    ),
});

export const listFlows = defineControl({
  name: 'ListFlows',
  method: 'GET',
  paths: ['/v1/flows'],
  summary: 'The work behind the operations, step by step: where fault rules can act',
  params: {},
  returns: { inventories: z.array(flowShape).describe('those of several steps first') },
  run: (environment) => ({
    inventories: [...environment.flows.values()]
      .map((flow) => describeFlow(flow, operationsOf(environment)))
      .toSorted(
        (a, b) =>
          Number(a.steps.length === 1) - Number(b.steps.length === 1) || (a.name < b.name ? -1 : 1),
      ),
  }),
});

/** Names of operations by their flows. */
function operationsOf({ operations }: EnvironmentControl): ReadonlyMap<string, string[]> {
  const byFlow = new Map<string, string[]>();
  for (const { name, flow } of operations.values()) {
    if (flow) byFlow.set(flow.name, [...(byFlow.get(flow.name) ?? []), name]);
  }
  return byFlow;
}

function describeFlow(
  { name, firstStep, steps, errands = {}, ...more }: Flow<FlowContext>,
  operations: ReadonlyMap<string, string[]>,
): z.infer<typeof flowShape> {
  const { stepsWithSubjects = [], stepsThatTakeBytes = [], stepsThatCorrupt = [] } = more;
  const names = Object.keys(steps);
  const ordered = [firstStep, ...names.filter((step) => step !== firstStep)];
  const errandsBefore = (step: string) =>
    Object.entries(errands).filter(([, { goesOnWith }]) => goesOnWith === step);
  return {
    name,
    operations: operations.get(name) ?? [],
    steps: ordered
      .filter((step) => names.includes(step) || Object.hasOwn(errands, step))
      .flatMap((step) => [
        ...errandsBefore(step).map(([errand]) => ({
          name: errand,
          point: null,
          isErrand: true,
          isForEach: false,
          takesBytes: false,
          bringsBytes: false,
        })),
        ...(names.includes(step)
          ? [
              {
                name: step,
                point: `${name}/${step}`,
                isErrand: false,
                isForEach: stepsWithSubjects.includes(step),
                takesBytes: stepsThatTakeBytes.includes(step),
                bringsBytes: stepsThatCorrupt.includes(step),
              },
            ]
          : []),
      ]),
  };
}
