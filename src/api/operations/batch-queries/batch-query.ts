import * as z from 'zod';
import { checkZqlPermission } from '../../../services/users/permissions.js';
import { runBatch } from '../../batch/run-batch.js';
import { defineSync, type Operation } from '../../define-operation.js';
import { optionalText } from '../../params.js';
import { runZql } from '../../zql/run-zql.js';
import { queriesOf } from '../zql/queries.js';

/** The list of all operations is made of this one, too: it is asked for when somebody calls. */
export const batchQuery = (operations: () => readonly Operation[]): Operation =>
  defineSync({
    name: 'BatchQuery',
    family: 'batch-queries',
    method: 'GET',
    paths: ['/v1/batch-queries'],
    auth: true,
    summary: 'Runs a script of queries: variables, query, zql, call and put',
    params: {
      script: optionalText({
        description: 'e.g. put("images", query("QueryImage state=Enabled limit=10"))',
      }),
    },
    returns: { result: z.record(z.string(), z.unknown()).describe('what the script has put') },
    run: (world, { script }, caller) => ({
      result: runBatch(
        {
          world,
          caller,
          operations: operations(),
          zql: (text) =>
            runZql(world.queries, queriesOf(world.release), text, caller, ({ name }) =>
              checkZqlPermission(world, caller, name),
            ),
        },
        script ?? '',
      ),
    }),
  });
