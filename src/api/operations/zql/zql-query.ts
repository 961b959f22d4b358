import * as z from 'zod';
import { inventory } from '../../../contract/inventories/inventory.js';
import { checkZqlPermission } from '../../../services/users/permissions.js';
import { defineSync } from '../../define-operation.js';
import { optionalText } from '../../params.js';
import { runZql } from '../../zql/run-zql.js';
import { queriesOf } from './queries.js';

export const zqlQuery = defineSync({
  name: 'ZQLQuery',
  family: 'zql',
  method: 'GET',
  paths: ['/v1/zql'],
  auth: true,
  summary: 'Answers statements of ZQL: query, count, sum and search',
  params: { zql: optionalText({ description: 'one statement, or several with ; between them' }) },
  returns: {
    results: z.array(
      inventory('org.zstack.zql.ZQLQueryReturn', {
        inventories: z
          .array(z.unknown())
          .optional()
          .describe('inventories, or a row of values for each group of a sum'),
        total: z.int().optional().describe('of count, and of return with (total)'),
        inventoryCounts: z
          .array(z.unknown())
          .optional()
          .describe('of count … group by: pairs of the fields of a group and its number'),
        inventoryAggregateFunctions: z
          .unknown()
          .optional()
          .describe(
            'of max, min and avg: pairs of the values by their fields and the last of them',
          ),
        name: z.string().optional().describe('what the statement is named as'),
      }),
    ),
  },
  run: (world, { zql }, caller) => ({
    results: runZql(world.queries, queriesOf(world.release), zql ?? undefined, caller, ({ name }) =>
      checkZqlPermission(world, caller, name),
    ),
  }),
});
