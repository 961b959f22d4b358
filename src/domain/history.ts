/** What of a world's history a copy takes: its last jobs and events, or everything. */
export const HISTORIES = ['recent', 'all'] as const;
export type History = (typeof HISTORIES)[number];
