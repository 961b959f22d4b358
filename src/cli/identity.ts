import type { Command } from 'commander';
import type { Identity } from '../app/image-api-client.js';
import { CommandFailed, EXIT } from './exit-codes.js';

/** What the options of `addIdentity` say. */
export interface IdentityOptions {
  readonly session?: string;
  readonly account?: string;
  readonly password?: string;
  readonly accessKey?: string;
  readonly secret?: string;
}

/** Who asks the image API. */
export function addIdentity(command: Command): Command {
  return command
    .option('--session <uuid>', 'ask with this session')
    .option('--account <name>', 'ask as this account, with its password')
    .option('--password <password>', 'the password (ZSTACK_PASSWORD)')
    .option('--access-key <id>', 'ask with this access key, and its secret')
    .option('--secret <secret>', 'the secret of the access key (ZSTACK_ACCESS_KEY_SECRET)');
}

/** What helps whom the image API does not know. */
export const WHO_ASKS = 'Say who asks with --session, --account or --access-key.';

/**
 * Who asks, or undefined where nobody is named.
 * @throws {CommandFailed} when it is said in several ways, or without a password or secret
 */
export function identityOf(options: IdentityOptions): Identity | undefined {
  const { session, account, accessKey } = options;
  const given = [session, account, accessKey].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw new CommandFailed(
      'say in one way who asks: --session, --account or --access-key',
      EXIT.usage,
    );
  }
  if (session !== undefined) return { kind: 'session', uuid: session };
  if (account !== undefined) {
    const password = options.password ?? process.env['ZSTACK_PASSWORD'];
    return {
      kind: 'account',
      name: account,
      password: needed(password, '--password', 'ZSTACK_PASSWORD'),
    };
  }
  if (accessKey === undefined) return undefined;
  const secret = options.secret ?? process.env['ZSTACK_ACCESS_KEY_SECRET'];
  return {
    kind: 'access key',
    id: accessKey,
    secret: needed(secret, '--secret', 'ZSTACK_ACCESS_KEY_SECRET'),
  };
}

function needed(value: string | undefined, option: string, variable: string): string {
  if (value !== undefined) return value;
  throw new CommandFailed(`it needs ${option}, or ${variable} in the environment`, EXIT.usage);
}
