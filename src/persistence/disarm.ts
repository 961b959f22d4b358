/**
 * Statements that remove from a world what its author could use to act on whoever opens it: web hooks, the tasks
 * of the flow that delivers them, and unless they are allowed the rules that end the process.
 */
export const disarming = (webHookFlow: string, allowsCrashes: boolean): string[] => [
  'update jobs set web_hook = null where web_hook is not null',
  `delete from tasks where flow = '${webHookFlow}'`,
  ...(allowsCrashes ? [] : ["delete from faults where action ->> 'kind' = 'crash'"]),
];
