// `npm publish` runs this first and ends by it while something of the package is still a placeholder; `npm publish
// --dry-run` tells the same and goes on. docs/publishing.md says what to do.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const changes = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');

const faults = [...placeholders(), ...unnamedChanges()];
if (faults.length > 0) {
  const isTrial = process.env.npm_config_dry_run === 'true';
  console.error(`${isTrial ? 'Not ready' : 'Not published, for it is not ready'}:`);
  for (const fault of faults) console.error(`- ${fault}`);
  console.error('docs/publishing.md says how.');
  if (!isTrial) process.exitCode = 1;
}

/** Addresses of package.json that lead nowhere. */
function placeholders() {
  const { repository, homepage, bugs, author } = manifest;
  return [
    ['repository.url', repository?.url?.replace(/^git\+/, '')],
    ['homepage', homepage],
    ['bugs.url', bugs?.url],
  ]
    .filter(([, address]) => !isReal(address))
    .map(
      ([name, address]) =>
        `${name} of package.json is ${address ?? 'missing'}: set the real address`,
    )
    .concat(author ? [] : ['author of package.json is missing']);
}

/** A host of those that are set aside for examples is nobody's. */
function isReal(address) {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && !/(?:^|\.)example(?:\.(?:com|net|org))?$/.test(hostname);
}

/** The version has a section of its own, with its date. */
function unnamedChanges() {
  const { version } = manifest;
  const [, heading = ''] = /^## (.+)$/m.exec(changes) ?? [];
  if (new RegExp(`^${version.replaceAll('.', '\\.')} \\(\\d{4}-\\d\\d-\\d\\d\\)$`).test(heading))
    return [];
  return [`CHANGELOG.md begins with '## ${heading}': it is to be '## ${version} (YYYY-MM-DD)'`];
}
