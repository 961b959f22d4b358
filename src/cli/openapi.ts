import type { Command } from 'commander';
import { describeApi } from '../app/describe-api.js';

/** `zstack-emulator openapi`: the API's description, for tools and for the check that it is in step. */
export function addOpenApiCommand(program: Command): void {
  program
    .command('openapi')
    .description('print the OpenAPI 3.1 document')
    .action(async () => {
      process.stdout.write(`${JSON.stringify(await describeApi(), null, 2)}\n`);
    });
}
