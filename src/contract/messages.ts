import {
  hasMessageClass,
  isAnsweredAtOnce,
  messageClassOf,
  operationOfMessage,
} from '../domain/message-class.js';
import answers from './answers.json';
import { reservedOperations } from './reserved-operations.js';

/** Answers that are not named after their operation: the class of another one's, or of a common parent. */
const CLASSES: Readonly<Record<string, string | undefined>> = answers.classes;

/** Fields that the REST API renames: by its name, the name in the class of the answer. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, string>> | undefined>> =
  answers.fields;

/**
 * The class of what the real system answers a message with: `org.zstack.header.image.APIAddImageEvent`, or a
 * `...Reply` of what is answered at once. Of closed modules it is made of the class that the client sent.
 */
export function answerClassOf(operation: string, sent?: string): string {
  const known = CLASSES[operation];
  if (known !== undefined) return known;
  const message = hasMessageClass(operation) ? undefined : sent;
  const base = (message ?? messageClassOf(operation)).replace(/Msg$/, '');
  return `${base}${isAnsweredAtOnce(operation) ? 'Reply' : 'Event'}`;
}

/** A success body of the REST API with the names that the fields have in the class of the answer. */
export function withFieldsOfAnswer(
  operation: string,
  body: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const names = FIELDS[operation];
  if (!names) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [names[name] ?? name, value]),
  );
}

/** Of closed modules the classes are not all known: theirs are recognized by their last name. */
const CLOSED = /^org\.zstack\.(?:\w+\.)*API(\w+)Msg$/;

/** The operation of the real system that a message of this class asks for; undefined where there is no such class. */
export function operationOfClass(className: string): string | undefined {
  const known = operationOfMessage(className);
  if (known !== undefined) return known;
  const name = CLOSED.exec(className)?.[1];
  if (name === undefined || hasMessageClass(name)) return undefined;
  return reservedOperations().has(name) ? name : undefined;
}
