import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachines } from '../../src/app/describe-machines';
import { describeReleases } from '../../src/app/describe-releases';
import { describeSeeds } from '../../src/app/describe-seeds';
import { describeCases } from '../../src/verify/cases/describe-cases';
import { ROOT } from '../support/emulator';

/*
 * What editors and people read was made of the program: what changes without them was changed by accident (`npm run
 * docs` writes them anew).
 */
test.each([
  ['docs/state-machines.md', describeMachines],
  ['docs/releases.md', describeReleases],
  ['seed/seed.schema.json', describeSeeds],
  ['contract/cases/schema.json', describeCases],
])('%s says what the program does', (file, describe) => {
  expect(describe()).toBe(readFileSync(join(ROOT, file), 'utf8'));
});
