import { apiError } from '../../core/api-error.js';
import { ADMIN_ACCOUNT_UUID, type Session } from '../../domain/account/account.js';
import { isPassword } from '../../domain/account/password.js';
import { configMilliseconds, configNumber } from '../../domain/global-config.js';
import type { World } from '../../domain/world.js';

/** Who makes a call. */
export interface Caller {
  readonly accountUuid: string;
  /** A user of the account, or the account itself. */
  readonly userUuid: string;
  /** The first admin (and its users), who passes every check: other accounts of type SystemAdmin do not, in the open source. */
  readonly isAdmin: boolean;
}

export const ADMIN: Caller = {
  accountUuid: ADMIN_ACCOUNT_UUID,
  userUuid: ADMIN_ACCOUNT_UUID,
  isAdmin: true,
};

/** Whether a user calls, not its account. */
export const isUserSession = ({ accountUuid, userUuid }: Caller): boolean =>
  userUuid !== accountUuid;

/** Whether a user calls that may only do what policies allow: users of the first admin may do all that it may. */
export const isUserOfAccount = (caller: Caller): boolean =>
  isUserSession(caller) && !caller.isAdmin;

/** The real database compares passwords as other texts: a digest in capitals is the digest. */
const isPasswordInAnyCase = (password: string, stored: string): boolean =>
  isPassword(password, stored) ||
  (password !== password.toLowerCase() && isPassword(password.toLowerCase(), stored));

/** The one way to log in that needs nothing beside the emulator. */
export const ACCOUNT_LOGIN = 'account';

/** @throws SYS.1006 for a way to log in that is not there: the real system has others, of what stands beside it */
export function checkLoginType(loginType: string): void {
  if (loginType === ACCOUNT_LOGIN) return;
  throw apiError('SYS.1006', `unsupported login type ${loginType}`);
}

/**
 * Opens a session of an account. `password` is the SHA-512 of the account's password in lower-case hex; another kind
 * of account than an account is never found.
 * @throws ID.1000 for a wrong name or password, ID.1006 when the account has too many sessions
 */
export function logIn(
  world: World,
  accountName: string,
  password: string,
  accountType: string | null = null,
): Session {
  const account = world.repositories.accounts.findByName(accountName);
  const isOfType = accountType === null || accountType === ACCOUNT_LOGIN;
  if (!account || !isPasswordInAnyCase(password, account.passwordHash) || !isOfType) {
    throw apiError('ID.1000', 'wrong account name or password');
  }
  return openSession(world, account.uuid, account.uuid, account.type);
}

/**
 * Opens a session of a user, whose account is named by uuid or name.
 * @throws SYS.1007 without an account, ID.1000 for a wrong account, name or password, ID.1006 as above
 */
export function logInUser(
  world: World,
  {
    accountUuid,
    accountName,
    userName,
    password,
  }: {
    readonly accountUuid: string | null;
    readonly accountName: string | null;
    readonly userName: string;
    readonly password: string;
  },
): Session {
  const { accounts, users } = world.repositories;
  if (accountUuid === null && accountName === null) {
    throw apiError(
      'SYS.1007',
      'accountName and accountUuid cannot both be null, you must specify at least one',
    );
  }
  const owner = accountUuid ?? accounts.findByName(accountName ?? '')?.uuid;
  const user = owner === undefined ? undefined : users.findByName(owner, userName);
  if (!user || !isPasswordInAnyCase(password, user.passwordHash)) {
    throw apiError('ID.1000', 'wrong account or username or password');
  }
  return openSession(world, user.accountUuid, user.uuid, 'UserVO');
}

function openSession(
  world: World,
  accountUuid: string,
  userUuid: string,
  userType: string,
): Session {
  const { sessions, globalConfig } = world.repositories;
  const now = world.clock.now();
  return world.unitOfWork.run(() => {
    sessions.removeExpired(now);
    const most = configNumber(globalConfig, 'maxConcurrentSessions');
    if (sessions.countActive(accountUuid, userUuid, now) >= most) {
      throw apiError(
        'ID.1006',
        'Login sessions hit limit of max allowed concurrent login sessions',
      );
    }
    const session: Session = {
      uuid: world.keys.uuid(`session/${world.chance.uuid()}`),
      accountUuid,
      userUuid,
      userType,
      expiredDate: now + configMilliseconds(globalConfig, 'sessionTimeout'),
      isPermanent: false,
      createDate: now,
    };
    sessions.insert(session);
    return session;
  });
}

/** Ends a session; an unknown one is no error. */
export function logOut(world: World, sessionUuid: string): void {
  world.unitOfWork.run(() => world.repositories.sessions.remove(sessionUuid));
}

/** Whether the session exists and has not ended. Asking does not prolong it. */
export function isSessionValid(world: World, sessionUuid: string): boolean {
  const session = world.repositories.sessions.find(sessionUuid);
  return session !== undefined && session.expiredDate > world.clock.now();
}

/**
 * Who the session belongs to; every use moves its end (`identity/session.timeout`).
 * @throws ID.1001 when it is empty, unknown or has ended
 */
export function authenticate(world: World, sessionUuid: string): Caller {
  if (sessionUuid === '') throw apiError('ID.1001', 'session uuid is null');
  const { sessions, globalConfig } = world.repositories;
  const session = sessions.find(sessionUuid);
  const now = world.clock.now();
  if (!session || session.expiredDate <= now) throw apiError('ID.1001', 'Session expired');
  const expiredDate = now + configMilliseconds(globalConfig, 'sessionTimeout');
  // A second is the finest that clients can see of it: what is used often is not written each time.
  if (!session.isPermanent && expiredDate - session.expiredDate >= 1000) {
    sessions.prolong(sessionUuid, expiredDate);
  }
  return { ...callerOfAccount(session.accountUuid), userUuid: session.userUuid };
}

/** The caller that an account is. */
export function callerOfAccount(accountUuid: string): Caller {
  return { accountUuid, userUuid: accountUuid, isAdmin: accountUuid === ADMIN_ACCOUNT_UUID };
}

/**
 * Moves the end of a session to `duration` seconds from now.
 * @throws ID.1001 when it has ended
 */
export function renewSession(
  world: World,
  sessionUuid: string,
  duration: number | null,
  now: number,
): Session {
  const { sessions, globalConfig } = world.repositories;
  const session = sessions.find(sessionUuid);
  if (!session || session.expiredDate <= now) throw apiError('ID.1001', 'Session expired');
  if (session.isPermanent) return session;
  const length =
    duration === null ? configMilliseconds(globalConfig, 'sessionTimeout') : duration * 1000;
  const expiredDate = now + length;
  sessions.prolong(sessionUuid, expiredDate);
  return { ...session, expiredDate };
}
