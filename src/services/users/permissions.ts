import { apiError } from '../../core/api-error.js';
import { GLOB, matchesInOrder, matchesWildcards } from '../../core/matches-wildcards.js';
import { messageClassOf } from '../../domain/message-class.js';
import { READ_ACTIONS } from '../../domain/user/admin-only.js';
import type { Policy, PolicyStatement } from '../../domain/user/user.js';
import type { World } from '../../domain/world.js';
import { isUserOfAccount, type Caller } from '../accounts/sessions.js';

const READ_STATEMENTS: readonly PolicyStatement[] = [
  { name: 'read-apis-for-normal-account', effect: 'Allow', actions: READ_ACTIONS },
];

export const statementsOf = ({ statements }: Policy): readonly PolicyStatement[] =>
  statements === null ? READ_STATEMENTS : (JSON.parse(statements) as PolicyStatement[]);

interface Applying {
  readonly policy: Policy;
  readonly statement: PolicyStatement;
}

/**
 * Whether a user may call an operation. What an account itself may do, and all users of the first admin's, is not
 * asked here. What is denied goes before what is allowed.
 * @throws SYS.1006 where a policy denies it or no policy allows it
 */
export function checkPermission(
  world: World,
  caller: Caller,
  operation: string,
  given: Readonly<Record<string, unknown>>,
): void {
  if (!isUserOfAccount(caller)) return;
  const apiName = messageClassOf(operation);
  const all = world.repositories.policies.listOfUser(caller.userUuid).flatMap((policy) =>
    statementsOf(policy)
      .filter((statement) => isMeant(statement, caller.userUuid))
      .map((statement) => ({ policy, statement })),
  );
  for (const { policy, statement } of ofEffect(all, 'Deny')) {
    for (const action of statement.actions) checkDenial(policy, action, apiName, given);
  }
  const isAllowed = ofEffect(all, 'Allow').some(({ statement }) =>
    statement.actions.some((action) => matches(allowedBy(action), apiName)),
  );
  if (isAllowed) return;
  throw apiError(
    'SYS.1006',
    `operation[API:${apiName}] is denied by default, please contact admin to correct it`,
  );
}

/**
 * Whether a user may ask for inventories in a statement of ZQL: as whoever may call the query API of them. Fields and
 * principals of statements are not looked at here, as in the real system.
 * @throws SYS.1006
 */
export function checkZqlPermission(world: World, caller: Caller, query: string): void {
  if (!isUserOfAccount(caller)) return;
  const apiName = messageClassOf(query);
  const all = world.repositories.policies.listOfUser(caller.userUuid).flatMap(statementsOf);
  const says = (effect: PolicyStatement['effect']) =>
    all.some(
      (statement) =>
        statement.effect === effect &&
        statement.actions.some((action) => matches(action.split(':')[0] ?? '', apiName)),
    );
  if (!says('Deny') && says('Allow')) return;
  throw apiError('SYS.1006', `the operations[[${apiName}]] is denied`);
}

const ofEffect = (all: readonly Applying[], effect: PolicyStatement['effect']) =>
  all.filter(({ statement }) => statement.effect === effect);

/** An action may say a category before a colon, as policies of old releases do. */
function allowedBy(action: string): string {
  const [first = '', second, ...more] = action.split(':');
  return second !== undefined && more.length === 0 ? second : first;
}

/** An action denies an operation, or behind a colon fields of it that must not be given. */
function checkDenial(
  { name, uuid }: Policy,
  action: string,
  apiName: string,
  given: Readonly<Record<string, unknown>>,
): void {
  const colon = action.indexOf(':');
  const pattern = colon < 0 ? action : action.slice(0, colon);
  if (!matches(pattern, apiName)) return;
  if (colon < 0) {
    throw apiError('SYS.1006', `the operation is denied by the policy[name:${name} uuid:${uuid}]`);
  }
  const fields = action.slice(colon + 1).split(',');
  const denied = fields.find((field) => given[field] !== undefined && given[field] !== null);
  if (denied === undefined) return;
  throw apiError(
    'SYS.1006',
    `the operation is denied by the policy[name:${name}, uuid:${uuid}], field[${denied}] is not permitted to set`,
  );
}

/**
 * Whether a statement is about this user: one without principals is about everybody.
 * @throws SYS.1000 for a principal that is no user, which the real system does not know of a user's session
 */
function isMeant({ principals }: PolicyStatement, userUuid: string): boolean {
  if (!principals || principals.length === 0) return true;
  return principals.some((text) => {
    const colon = text.indexOf(':');
    const principal = colon < 0 ? text : text.slice(0, colon);
    if (principal !== 'user') throw apiError('SYS.1000', `unknown principal[${principal}]`);
    return matches(text.slice(colon + 1), userUuid);
  });
}

/** As the paths of files: `**` stands for any number of packages, `*` for any part of a name. */
function matches(pattern: string, name: string): boolean {
  return (
    matchesInOrder(name.split('.'), pattern.split(/[./]/), '**', (part, text) =>
      matchesWildcards(text, part, GLOB),
    ) || name.endsWith(pattern.replaceAll('/', '.'))
  );
}
