/**
 * `node scripts/complete-lock.mjs`, after `npm install`: names in package-lock.json the platform
 * packages (a compiler for macOS, say) that the registry in use did not offer. npm leaves those out
 * of the lock file, and `npm ci` then refuses it on every platform. The versions are exact in the
 * package that asks for them; an entry without a checksum is checked by nobody until the next
 * `npm install` against a complete registry fills it in.
 *
 * And it notes which packages say `gypfile: false`, for they bring their binaries along: npm leaves that out of
 * the lock file, and `npm ci` then compiles them.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(file, 'utf8'));

const added = Object.entries(lock.packages).flatMap(([path, entry]) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => find(path, name) === undefined)
    .map(([name, version]) => add(path, entry, name, version)),
);
const uncompiled = Object.entries(lock.packages).filter(
  ([path, entry]) => entry.gypfile === undefined && bringsBinaries(path),
);
for (const [, entry] of uncompiled) entry.gypfile = false;
if (added.length + uncompiled.length > 0) {
  // npm's own order, so that its next write changes nothing else.
  const entries = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(entries);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(
  `package-lock.json: ${added.length} platform packages added, ${uncompiled.length} not to be compiled`,
);

function bringsBinaries(path) {
  const manifest = fileURLToPath(new URL(`../${path}/package.json`, import.meta.url));
  if (path === '' || !existsSync(manifest)) return false;
  return JSON.parse(readFileSync(manifest, 'utf8')).gypfile === false;
}

/** Node's lookup: the nearest node_modules on the way up. */
function find(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const candidate = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (lock.packages[candidate] !== undefined) return candidate;
    if (at === '') return undefined;
  }
}

function add(parentPath, parent, name, version) {
  const path = join('node_modules', name);
  lock.packages[path] = {
    version,
    ...platformOf(name, version, parent.dev),
  };
  return path;
}

/** Which machines a package is for, from its name: `binding-linux-arm64-musl`. */
function platformOf(name, version, dev) {
  const parts = name.split(/[-/]/);
  const os = parts.find((part) =>
    ['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'].includes(part),
  );
  const cpu = os && parts[parts.indexOf(os) + 1];
  if (cpu === undefined || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(`${name}@${version} is no platform package: add it to the lock file by hand`);
  }
  const libc = /musl/.test(name) ? ['musl'] : /gnu/.test(name) ? ['glibc'] : undefined;
  return {
    cpu: [cpu],
    ...(dev ? { dev } : {}),
    ...(os === 'linux' && libc ? { libc } : {}),
    optional: true,
    os: [os],
  };
}
