export { NoPact } from './no-pact.js';
export {
  LONGEST_PACT,
  readPact,
  type Interaction,
  type Pact,
  type ProviderState,
} from './pact-file.js';
export {
  NoSuchState,
  verifyPact,
  type PactOptions,
  type PactVerdict,
  type Provider,
} from './verify-pact.js';
export { pactJunit } from './pact-junit.js';
