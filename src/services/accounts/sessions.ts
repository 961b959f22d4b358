import { apiError } from '../../core/api-error.js';
import { ADMIN_ACCOUNT_UUID, type Session } from '../../domain/account/account.js';
import { isPassword } from '../../domain/account/password.js';
import { configMilliseconds, configNumber } from '../../domain/global-config.js';
import type { World } from '../../domain/world.js';

/** Who makes a call. */
export interface Caller {
  readonly accountUuid: string;
  /** The first admin, who passes every check: other accounts of type SystemAdmin do not, in the open source. */
  readonly isAdmin: boolean;
}

export const ADMIN: Caller = { accountUuid: ADMIN_ACCOUNT_UUID, isAdmin: true };

/** The real database compares passwords as other texts: a digest in capitals is the digest. */
const isPasswordInAnyCase = (password: string, stored: string): boolean =>
  isPassword(password, stored) ||
  (password !== password.toLowerCase() && isPassword(password.toLowerCase(), stored));

/**
 * Opens a session. `password` is the SHA-512 of the account's password in lower-case hex.
 * @throws ID.1000 for a wrong name or password, ID.1006 when the account has too many sessions
 */
export function logIn(world: World, accountName: string, password: string): Session {
  const { accounts, sessions, globalConfig } = world.repositories;
  const account = accounts.findByName(accountName);
  if (!account || !isPasswordInAnyCase(password, account.passwordHash)) {
    throw apiError('ID.1000', 'wrong account name or password');
  }
  const now = world.clock.now();
  return world.unitOfWork.run(() => {
    sessions.removeExpired(now);
    const most = configNumber(globalConfig, 'maxConcurrentSessions');
    if (sessions.countActive(account.uuid, now) >= most) {
      throw apiError(
        'ID.1006',
        'Login sessions hit limit of max allowed concurrent login sessions',
      );
    }
    const session: Session = {
      uuid: world.keys.uuid(`session/${world.chance.uuid()}`),
      accountUuid: account.uuid,
      userUuid: account.uuid,
      userType: account.type,
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
  return callerOfAccount(session.accountUuid);
}

/** The caller that an account is. */
export function callerOfAccount(accountUuid: string): Caller {
  return { accountUuid, isAdmin: accountUuid === ADMIN_ACCOUNT_UUID };
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
