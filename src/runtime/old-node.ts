/**
 * Why the emulator cannot run in a Node of this version; undefined when it can. better-sqlite3 would crash an
 * older one without a word, so this is asked before it is loaded.
 */
export function tooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major >= 24 || (major === 22 && minor >= 12)) return undefined;
  return `zstack-image-emulator needs Node 22.12 or later (22.x), or 24 and later; this is Node ${version}.`;
}
