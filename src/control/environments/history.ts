import { choice } from '../../api/params.js';
import { HISTORIES } from '../../domain/history.js';

/** What of a world's history its copy takes. */
export const HISTORY = choice(HISTORIES, 'recent', {
  description: 'of a long history its last 200 jobs and 2,000 events, or all of it',
});
