import { apiError } from '../../core/api-error.js';
import { isAdminOnlyAction } from '../../domain/user/admin-only.js';
import {
  POLICY_EFFECTS,
  type Policy,
  type PolicyEffect,
  type PolicyStatement,
} from '../../domain/user/user.js';
import type { World } from '../../domain/world.js';
import type { Caller } from '../accounts/sessions.js';
import { newUuid } from '../resources/lookup.js';
import { forget } from './users.js';

type Given = Readonly<Record<string, unknown>>;

export interface NewPolicy {
  readonly accountUuid: string;
  readonly name: string;
  readonly statements: readonly Given[];
  readonly resourceUuid: string | null;
}

/** What is read of a statement: a wrong effect is none, as in the real system. */
function readStatement(given: Given): Partial<PolicyStatement> {
  const { name, effect, principals, actions, resources } = given;
  const text = name ?? null;
  const listed = Object.entries({ principals, actions, resources }).flatMap(([field, list]) =>
    Array.isArray(list) ? [[field, list.map((item) => String(item))]] : [],
  );
  return {
    ...(text === null ? {} : { name: typeof text === 'string' ? text : JSON.stringify(text) }),
    ...(isEffect(effect) ? { effect } : {}),
    ...(Object.fromEntries(listed) as Pick<
      Partial<PolicyStatement>,
      'principals' | 'actions' | 'resources'
    >),
  };
}

const isEffect = (effect: unknown): effect is PolicyEffect =>
  POLICY_EFFECTS.some((known) => known === effect);

/**
 * Whether these can be the statements of a policy.
 * @throws SYS.1007 for one without effect or actions, ID.1002 for one that lets users of a normal account do what
 * only admins may
 */
export function checkStatements(statements: readonly Given[], caller: Caller): void {
  for (const given of statements) {
    const statement = readStatement(given);
    const { effect, actions } = statement;
    if (effect === undefined) throw invalid('must have effect field', statement);
    if (actions === undefined) throw invalid('must have action field', statement);
    if (actions.length === 0) throw invalid('must have a non-empty action field', statement);
    const admins = caller.isAdmin ? undefined : actions.find(isAdminOnlyAction);
    if (admins !== undefined) {
      throw apiError(
        'ID.1002',
        `normal accounts can't create admin-only action polices[${admins}]`,
      );
    }
  }
}

const invalid = (what: string, statement: object) =>
  apiError('SYS.1007', `a statement ${what}. Invalid statement[${JSON.stringify(statement)}]`);

export function createPolicy(world: World, wanted: NewPolicy, now: number): string {
  const uuid = newUuid(world, wanted.resourceUuid);
  const { accountUuid, name } = wanted;
  world.repositories.policies.insert({
    uuid,
    accountUuid,
    name,
    statements: JSON.stringify(wanted.statements.map(readStatement)),
    createDate: now,
    lastOpDate: now,
  });
  world.repositories.accounts.own(accountUuid, uuid, 'PolicyVO');
  return uuid;
}

export function deletePolicy(world: World, { uuid }: Policy): void {
  forget(world, uuid);
  world.repositories.policies.remove(uuid);
}

interface OfAccount {
  readonly uuid: string;
  readonly name: string;
  readonly accountUuid: string;
}

/**
 * Users, groups and policies are put together within one account.
 * @throws SYS.1007 for the first that is another account's
 */
export function checkOfAccount(
  { accountUuid }: Caller,
  what: Readonly<Record<string, OfAccount>>,
): void {
  for (const [kind, { name, uuid, accountUuid: owner }] of Object.entries(what)) {
    if (owner === accountUuid) continue;
    throw apiError(
      'SYS.1007',
      `${kind}[name: ${name}, uuid: ${uuid}] doesn't belong to the account[uuid: ${accountUuid}]`,
    );
  }
}
