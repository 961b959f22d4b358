import { seedJsonSchema } from '../seeding/schema/json-schema.js';

/** seed/seed.schema.json: the form of a seed, for editors. */
export const describeSeeds = seedJsonSchema;
