// What commands know of syncing files.
export { syncLater } from '../persistence/sync.js';
