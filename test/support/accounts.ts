import { createHash } from 'node:crypto';
import type { TestEmulator } from './emulator';

/** What clients send for a password. */
export const digest = (password: string) => createHash('sha512').update(password).digest('hex');

export const ADMIN_ACCOUNT = '36c27e8ff05c4780bf6d2fa65700f22e';
/** The normal account of seed/default.yaml. */
export const ALICE = 'a11ce000000040008000000000000001';

export const logIn = (
  emulator: TestEmulator,
  accountName = 'admin',
  password = digest('password'),
) =>
  emulator.anonymous
    .put('/zstack/v1/accounts/login')
    .send({ logInByAccount: { accountName, password } });

/** A new account with an open session; its password is its name. */
export async function makeAccount(
  emulator: TestEmulator,
  name: string,
  params: object = {},
): Promise<{ uuid: string; session: string }> {
  const password = digest(name);
  const { uuid } = await emulator.make('POST', '/accounts', {
    params: { name, password, ...params },
  });
  const { body } = await logIn(emulator, name, password);
  return { uuid, session: body.inventory.uuid };
}
