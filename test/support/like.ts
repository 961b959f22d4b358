/** What a text is compared with: itself, or what it looks like. */
export const like = (told: unknown): unknown =>
  told instanceof RegExp ? expect.stringMatching(told) : told;
