import { CommandFailed, EXIT } from './exit-codes.js';

/** The number that an option says, or undefined where it is not given. */
export function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new CommandFailed(`${option} is '${text}': expected a whole number`, EXIT.usage);
}
