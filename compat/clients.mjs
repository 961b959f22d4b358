// All clients that there are plans for, in the order of docs/evidence.md.
import * as goSdk from './go-sdk/run.mjs';
import * as javaSdk from './java-sdk/run.mjs';
import * as mcpServer from './mcp-server/run.mjs';
import * as packer from './packer/run.mjs';
import * as pythonCli from './python-cli/run.mjs';
import * as terraform from './terraform/run.mjs';
import * as zstackCli from './zstack-cli/run.mjs';

export const CLIENTS = [terraform, packer, javaSdk, goSdk, zstackCli, pythonCli, mcpServer];

/** How an emulator answers: all combinations that a client is run against. */
export const FORMS = ['documented', 'native'].flatMap((wire) =>
  ['auto', 'async'].map((apiMode) => ({ wire, apiMode })),
);
