/** A value of an inventory as a condition asks for it: dates are the database's there, not those of answers. */
export function asAsked(value: unknown): string {
  const text = String(value);
  if (!/^[A-Z][a-z]{2} \d{1,2}, \d{4} .* [AP]M$/.test(text)) return text;
  return new Date(`${text} UTC`).toISOString().slice(0, 19).replace('T', ' ');
}
