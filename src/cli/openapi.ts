import type { Command } from 'commander';
import { teach } from './lesson.js';
import { printJson } from './print.js';

/** `zstack-emulator openapi`: the API's description, for tools and for the check that it is in step. */
export function addOpenApiCommand(program: Command): void {
  const command = program.command('openapi').description('print the OpenAPI 3.1 document');
  teach(command, {
    prints: 'the document as JSON: the image API and the emulator’s own',
    examples: {
      'for a generator of clients': 'openapi > openapi.json',
      'every path': "openapi | jq -r '.paths | keys[]'",
    },
  });
  command.action(async () => {
    const { describeApi } = await import('../app/describe-api.js');
    printJson(await describeApi());
  });
}
