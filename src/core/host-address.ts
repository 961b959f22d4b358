const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/**
 * Whether a text is an address of IPv4, or a name that a host may have, as the real system tells them: it takes
 * `300.1.1.1` for a name, so that every address is one, too.
 */
export const isHostAddress = (text: string): boolean =>
  text.split('.').every((label) => LABEL.test(label));
