// `node scripts/release-notes.mjs 1.0.0`: what CHANGELOG.md says of a version.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const version = process.argv[2] ?? '';
const changes = readFileSync(fileURLToPath(new URL('../CHANGELOG.md', import.meta.url)), 'utf8');
const sections = changes.split(/^## /m).slice(1);
const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
if (section === undefined) {
  const there = sections.map((text) => text.split('\n', 1)[0]).join(', ');
  console.error(`CHANGELOG.md has no section '## ${version} …'; it has ${there}`);
  process.exitCode = 1;
} else {
  console.log(section.slice(section.indexOf('\n')).trim());
}
