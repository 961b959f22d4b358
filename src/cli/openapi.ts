import type { Command } from 'commander';

/** `zstack-emulator openapi`: the API's description, for tools and for the check that it is in step. */
export function addOpenApiCommand(program: Command): void {
  program
    .command('openapi')
    .description('print the OpenAPI 3.1 document')
    .action(async () => {
      const { openApiDocument } = await import('../openapi/document.js');
      process.stdout.write(`${JSON.stringify(openApiDocument(), null, 2)}\n`);
    });
}
