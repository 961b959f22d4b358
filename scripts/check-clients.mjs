// Compares what docs/evidence.md says of real clients with their plans in compat/; `--write` shows anew what was kept.
// The runs themselves are `npm run test:clients`, with clients that this machine may not have.
import { CLIENTS } from '../compat/clients.mjs';
import { problemsOfEvidence, showEvidence } from '../compat/lib/evidence.mjs';

const plans = CLIENTS.map(({ plan }) => plan);
if (process.argv.includes('--write')) showEvidence(plans);
const problems = problemsOfEvidence(plans);
if (problems.length > 0) {
  console.error(`${problems.join('\n')}\nRun \`npm run test:clients\` with these clients.`);
  process.exitCode = 1;
}
