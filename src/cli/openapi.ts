import type { Command } from 'commander';
import { didYouMean } from '../core/nearest.js';
import { CURRENT_RELEASE, RELEASE_NAMES, releaseNamed } from '../core/releases.js';
import { releaseOption } from './release-option.js';
import { CommandFailed, EXIT } from './exit-codes.js';
import { teach } from './lesson.js';
import { printJson } from './print.js';

/** `zstack-emulator openapi`: the API's description, for tools and for the check that it is in step. */
export function addOpenApiCommand(program: Command): void {
  const command = program
    .command('openapi')
    .description('print the OpenAPI 3.1 document')
    .addOption(releaseOption('of this release of ZStack, such as 4.8 (default: 5.3)'));
  teach(command, {
    prints: 'the document as JSON: the image API and the emulator’s own',
    examples: {
      'for a generator of clients': 'openapi > openapi.json',
      'every path': "openapi | jq -r '.paths | keys[]'",
      'what an older release has': 'openapi --release 4.8',
    },
  });
  command.action(async ({ release = CURRENT_RELEASE }: { readonly release?: string }) => {
    const named = releaseNamed(release);
    if (named === undefined) {
      throw new CommandFailed(
        `--release is '${release}': expected one of ${RELEASE_NAMES.join(', ')}${didYouMean(release, RELEASE_NAMES)}`,
        EXIT.usage,
      );
    }
    const { describeApi } = await import('../app/describe-api.js');
    printJson(await describeApi(named));
  });
}
