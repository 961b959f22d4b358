import byPackage from './message-classes.json';

/**
 * The message classes of the real system's API, by package: each with the timeout that it has by default, as
 * the configuration says it; null for calls that are answered at once, which have none of their own. Those of the modules that are
 * not open are where their inventories are.
 */
const PACKAGES: Readonly<Record<string, Readonly<Record<string, string | null>>>> = byPackage;

interface MessageClass {
  /** Of the operation, e.g. `AddImage`. */
  readonly operation: string;
  /** With its package, e.g. `org.zstack.header.image.APIAddImageMsg`. */
  readonly name: string;
  readonly timeout: string | null;
}

/** The one class that does not end as all others do. */
const ODD = 'DeleteVxlanL2Network';

export const MESSAGE_CLASSES: readonly MessageClass[] = Object.entries(PACKAGES).flatMap(
  ([packageName, operations]) =>
    Object.entries(operations).map(([operation, timeout]) => ({
      operation,
      name: `${packageName}.API${operation}${operation === ODD ? '' : 'Msg'}`,
      timeout,
    })),
);

const BY_OPERATION = new Map(MESSAGE_CLASSES.map((each) => [each.operation, each]));
const BY_NAME = new Map(MESSAGE_CLASSES.map((each) => [each.name, each]));

/** The class of an operation's message as texts name it: `org.zstack.header.image.APIAddImageMsg`. */
export const messageClassOf = (operation: string): string =>
  BY_OPERATION.get(operation)?.name ?? `API${operation}Msg`;

/** Whether this is the full name of a message class. */
export const isMessageClass = (name: string): boolean => BY_NAME.has(name);

/** The operation of a message by the full name of its class; undefined where there is none. */
export const operationOfMessage = (name: string): string | undefined =>
  BY_NAME.get(name)?.operation;

/** Whether the package of an operation's class is known here: of some closed modules it is not. */
export const hasMessageClass = (operation: string): boolean => BY_OPERATION.has(operation);

/** What only looks, by its name: of classes that are not known here. */
const LOOKS = /^(Query|Get|Check|LogIn|LogOut|Is|Validate|ZQL)/;

/** Whether a message is answered at once; others are worked on, and looked at until they are done. */
export function isAnsweredAtOnce(operation: string): boolean {
  const known = BY_OPERATION.get(operation);
  return known ? known.timeout === null : LOOKS.test(operation);
}
