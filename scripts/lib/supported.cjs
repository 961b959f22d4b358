// In words that a Node of ten years ago understands: this is what tells it that it is too old.
'use strict';

/** What `engines` of package.json says: `^22.12.0 || >=24.0.0`. */
function isSupported(version) {
  const parts = version.split('.').map(Number);
  return parts[0] >= 24 || (parts[0] === 22 && parts[1] >= 12);
}

/** The scripts themselves, which fetch another Node, need this one. */
function canFetch(version) {
  return Number(version.split('.')[0]) >= 18;
}

const WANTED = 'Node 22.12 or later (22.x), or 24 and later';

module.exports = { isSupported, canFetch, WANTED };
