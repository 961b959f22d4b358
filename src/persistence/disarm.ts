/**
 * Statements that remove from a world what its author could use to act on whoever opens it: web hooks, the tasks
 * of the flow that delivers them, and unless they are allowed the rules that end the process. One that only moves from
 * one process to another of the same operator (`goesOn`) still owes its web hooks.
 */
export const disarming = (
  webHookFlow: string,
  { allowsCrashes, goesOn }: { readonly allowsCrashes: boolean; readonly goesOn: boolean },
): string[] => [
  ...(goesOn
    ? []
    : [
        'update jobs set web_hook = null where web_hook is not null',
        `delete from tasks where flow = '${webHookFlow}'`,
      ]),
  ...(allowsCrashes ? [] : ["delete from faults where action ->> 'kind' = 'crash'"]),
];
