import { resources } from '../resources.js';

/** Names of accounts by their uuids. */
export type AccountNames = ReadonlyMap<string, string>;

/** So many are asked for: of others the uuid is shown. */
const MOST = 1000;

/** The journal has uuids of accounts; those that are gone have no name. */
export async function accountNames(signal: AbortSignal): Promise<AccountNames> {
  const { inventories } = await resources('account', { limit: MOST }, signal);
  return new Map(inventories.map(({ uuid, name }) => [uuid, String(name)]));
}
