import { MESSAGE_CLASSES, messageClassOf } from '../message-class.js';
import operations from './admin-only-operations.json';

/** The operations of the open source that only the first admin account may call. */
const ADMIN_ONLY: ReadonlySet<string> = new Set(operations);
const ADMIN_ONLY_CLASSES: ReadonlySet<string> = new Set(operations.map(messageClassOf));

/** Whether an action of a policy is the class of an operation for admins; what stands behind a colon are fields. */
export const isAdminOnlyAction = (action: string): boolean =>
  ADMIN_ONLY_CLASSES.has(action.split(':')[0] ?? '');

/** What every account lets its users do: look at what the account may look at, and change themselves. */
export const READ_ACTIONS: readonly string[] = [
  ...MESSAGE_CLASSES.filter(
    ({ operation, timeout }) => timeout === null && !ADMIN_ONLY.has(operation),
  ).map(({ name }) => name),
  messageClassOf('UpdateUser'),
];
