const OCTET = '([01]?\\d\\d?|2[0-4]\\d|25[0-5])';
const IPV4 = new RegExp(`^${OCTET}(\\.${OCTET}){3}$`);
const LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i;

/** Whether a text is an address of IPv4, or a name that a host may have, as the real system tells them. */
export const isHostAddress = (text: string): boolean =>
  IPV4.test(text) || text.split('.').every((label) => LABEL.test(label));
