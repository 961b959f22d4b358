/** The version of this program, as package.json has it: what the API promises to its clients changes with the first number. */
export const VERSION = '1.0.0';

/** The first number of a version: programs of the same one understand each other. */
export const majorOf = (version: string): string => version.split('.', 1)[0] ?? '';
