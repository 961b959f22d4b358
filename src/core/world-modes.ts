/** Whether calls that the real system checks late or never are refused up front, or as it does. */
export type ChecksMode = 'strict' | 'native';

/** Whether slow work is done at once, takes the time that its bytes need, or waits for a hand. */
export type ProgressionMode = 'immediate' | 'timed' | 'manual';
