// What the commands that draw mutants have in common.
import { existsSync, readFileSync } from 'node:fs';
import { PreparationError } from '../lib/prepare.mjs';

/** The number that an option says. @throws {PreparationError} for what is none */
export function numberOf(values, name) {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= (name === 'seed' ? 0 : 1)) return number;
  throw new PreparationError(`--${name} takes a number, not ${values[name]}`);
}

/** The rows of a file of lines of JSON; none where there is no such file. */
export function rowsOf(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        // The last line of a run that was ended.
        return [];
      }
    });
}

export function say(line) {
  console.error(line);
}
