/** Kinds of differences, in the words of reports. What is said is said of the cloud, which is right. */
export const KINDS = {
  'only-cloud-refuses': 'the cloud refuses what the emulator does',
  'only-cloud-succeeds': 'the cloud does what the emulator refuses',
  status: 'another HTTP status',
  'error-code': 'refused with another code',
  'error-text': 'refused in other words',
  'error-cause': 'the cause of a refusal is another one',
  'missing-field': 'a field that the cloud does not answer',
  'extra-field': 'a field that only the cloud answers',
  type: 'a value of another type',
  format: 'a text of another form',
  value: 'another value',
  size: 'another size',
  owner: 'another owner',
  reference: 'another thing is named',
  'late-status': 'a state or status that the cloud has not reached yet',
  capacity: 'a capacity that changed by another amount',
  total: 'another total',
  'missing-row': 'a row that the cloud does not have',
  'extra-row': 'a row that only the cloud has',
  order: 'sorted otherwise',
  'content-type': 'a body of another content type',
} as const;

export type Kind = keyof typeof KINDS;
