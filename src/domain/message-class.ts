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

export const MESSAGE_CLASSES: readonly MessageClass[] = Object.entries(PACKAGES).flatMap(
  ([packageName, operations]) =>
    Object.entries(operations).map(([operation, timeout]) => ({
      operation,
      name: `${packageName}.API${operation}Msg`,
      timeout,
    })),
);

const BY_OPERATION = new Map(MESSAGE_CLASSES.map((each) => [each.operation, each.name]));
const NAMES = new Set(BY_OPERATION.values());

/** The class of an operation's message as texts name it: `org.zstack.header.image.APIAddImageMsg`. */
export const messageClassOf = (operation: string): string =>
  BY_OPERATION.get(operation) ?? `API${operation}Msg`;

/** Whether this is the full name of a message class. */
export const isMessageClass = (name: string): boolean => NAMES.has(name);
