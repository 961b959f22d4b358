import * as z from 'zod';
import { defineControl, type Operation } from '../../api/define-operation.js';

/** The operation that tells of all others; `all` is asked when it runs. */
export const listOperations = (all: () => readonly Operation[]): Operation =>
  defineControl({
    name: 'ListOperations',
    method: 'GET',
    paths: ['/v1'],
    summary: "What the emulator's own API has",
    params: {},
    returns: {
      environment: z.string().describe('the one that paths without a name mean here'),
      inventories: z.array(
        z.object({
          name: z.string(),
          method: z.string(),
          path: z.string().describe('below /emulator'),
          parameters: z.array(z.string()),
          summary: z.string(),
        }),
      ),
    },
    run: ({ name: environment }) => ({
      environment,
      inventories: all().flatMap(({ name, method, paths, params, summary }) =>
        paths.map((path) => ({ name, method, path, parameters: Object.keys(params), summary })),
      ),
    }),
  });
