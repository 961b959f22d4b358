import { ADMIN_SESSION, type Json, type TestEmulator } from './emulator';

/** A new tag pattern that must be made, simple unless `more` says else. */
export async function makePattern(
  emulator: TestEmulator,
  more: object = {},
  session = ADMIN_SESSION,
): Promise<Json> {
  const params = { name: 'stage', value: 'production', ...more };
  const { status, body, text } = await emulator.call('POST', '/tags', { params }, session);
  if (status !== 200) throw new Error(`no tag pattern: ${text}`);
  return body.inventory;
}

/** A pattern `os::{name}::{version}` that must be made. */
export const makeTokenPattern = (
  emulator: TestEmulator,
  more: object = {},
  session = ADMIN_SESSION,
): Promise<Json> =>
  makePattern(
    emulator,
    { name: 'os', value: 'os::{name}::{version}', type: 'withToken', ...more },
    session,
  );

/** Path and body of AttachTagToResources. */
export const attachment = (
  tagUuid: string,
  resourceUuids: readonly string[],
  tokens?: Readonly<Record<string, string>>,
) => ['POST', `/tags/${tagUuid}/resources`, { params: { resourceUuids, tokens } }] as const;

/** Attaches a pattern to what must take it; answers the tags. */
export async function attach(
  emulator: TestEmulator,
  tagUuid: string,
  resourceUuids: readonly string[],
  tokens?: Readonly<Record<string, string>>,
  session = ADMIN_SESSION,
): Promise<Json[]> {
  const answer = await emulator.call(...attachment(tagUuid, resourceUuids, tokens), session);
  if (answer.status !== 200) throw new Error(`not attached: ${answer.text}`);
  return answer.body.results.map(({ success, inventory }: Json) => {
    expect(success).toBe(true);
    return inventory;
  });
}

/** The texts of a resource's user tags, as the account of the session sees them. */
export async function textsOn(
  emulator: TestEmulator,
  resourceUuid: string,
  session = ADMIN_SESSION,
): Promise<string[]> {
  const path = `/user-tags?q=resourceUuid=${resourceUuid}`;
  const { body } = await emulator.call('GET', path, undefined, session);
  return body.inventories.map(({ tag }: Json) => tag).toSorted();
}

/** Lets this account, or everybody, use a resource. */
export const shareWith = (emulator: TestEmulator, resourceUuid: string, accountUuid?: string) =>
  emulator.make('PUT', '/accounts/resources/actions', {
    shareResource: {
      resourceUuids: [resourceUuid],
      ...(accountUuid === undefined ? { toPublic: true } : { accountUuids: [accountUuid] }),
    },
  });

/** Path and body of ChangeResourceOwner. */
export const gift = (resourceUuid: string, accountUuid: string) =>
  ['POST', `/account/${accountUuid}/resources`, { params: { resourceUuid } }] as const;
