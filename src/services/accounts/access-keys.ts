import { createHmac, timingSafeEqual } from 'node:crypto';
import { apiError } from '../../core/api-error.js';
import { RestError } from '../../core/rest-error.js';
import type { AccessKey } from '../../domain/account/access-key.js';
import { newUuid } from '../resources/lookup.js';
import type { Caller } from './sessions.js';
import type { World } from '../../domain/world.js';

/** More than any client makes; the real system's own limit is not known. */
const MOST_OF_ACCOUNT = 100;
const ID_LENGTH = 20;
const SECRET_LENGTH = 40;

export interface NewAccessKey {
  readonly accountUuid: string;
  readonly userUuid: string;
  readonly description: string | null;
  readonly accessKeyId: string | null;
  readonly accessKeySecret: string | null;
  readonly resourceUuid: string | null;
}

/**
 * Makes a key; the id and the secret are given together or come from the environment's chance.
 * @throws SYS.1006 when the account has too many keys, SYS.1000 for an id that is taken
 */
export function createAccessKey(world: World, wanted: NewAccessKey, now: number): string {
  const { accessKeys } = world.repositories;
  const { accountUuid, userUuid, description } = wanted;
  if (accessKeys.countOfAccount(accountUuid) >= MOST_OF_ACCOUNT) {
    throw apiError(
      'SYS.1006',
      `accessKey number for [accountId: ${accountUuid}, userID: ${userUuid}]exceeds the max`,
    );
  }
  const { accessKeyId: id, accessKeySecret: secret } = wanted;
  const isGiven = id !== null && secret !== null;
  const accessKeyId = isGiven ? id : world.chance.text(ID_LENGTH);
  if (accessKeys.findByKeyId(accessKeyId)) {
    throw apiError('SYS.1000', `Duplicate entry '${accessKeyId}' for key 'AccessKeyID'`);
  }
  const key: AccessKey = {
    uuid: newUuid(world, wanted.resourceUuid),
    description,
    accountUuid,
    userUuid,
    accessKeyId,
    accessKeySecret: isGiven ? secret : newSecret(world),
    state: 'Enabled',
    createDate: now,
    lastOpDate: now,
  };
  accessKeys.insert(key);
  return key.uuid;
}

/** What comes from chance alone can be computed by whoever has seen some of it. */
const newSecret = ({ keys, chance }: World) =>
  keys.of(`access-key/${chance.text(SECRET_LENGTH)}`, SECRET_LENGTH);

/**
 * Only an account itself and admins work with its keys; one that is not there is nobody's.
 * @throws SYS.1006
 */
export function checkKeyOwner({ repositories }: World, uuid: string, caller: Caller): void {
  const key = repositories.accessKeys.find(uuid);
  if (!key || caller.isAdmin || key.accountUuid === caller.accountUuid) return;
  throw apiError(
    'SYS.1006',
    `permission denied, the account[uuid:${caller.accountUuid}] is not the owner of the resource[uuid:${uuid}, type:AccessKeyVO]`,
  );
}

/** A signed request: what was signed, with which key, and the signature in Base64. */
export interface SignedRequest {
  readonly accessKeyId: string;
  readonly signature: string;
  readonly method: string;
  readonly date: string;
  /** The decoded path without the context path. */
  readonly path: string;
}

/**
 * The account that signed: HMAC-SHA1 of the key's secret over method, date and path.
 * @throws {RestError} 403 for a key that is unknown or disabled, or a wrong signature
 */
export function signerOf({ repositories }: World, request: SignedRequest): string {
  const { accessKeyId, signature, method, date, path } = request;
  const key = repositories.accessKeys.findByKeyId(accessKeyId);
  if (!key || key.state === 'Disabled') {
    throw new RestError(403, `access key id: ${accessKeyId} does not existed or disabled`);
  }
  const expected = createHmac('sha1', key.accessKeySecret)
    .update(`${method}\n${date}\n${path}`)
    .digest();
  const given = Buffer.from(signature, 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new RestError(403, 'wrong accessKey signature');
  }
  return key.accountUuid;
}
