import { isIPv4, isIPv6 } from 'node:net';

const date = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const clock = /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,20})?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const label = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
const isHostname = (text: string) => text.length <= 253 && text.split('.').every((part) => label.test(part));

/** Formats that are looked at, as the drafts 4, 6 and 7 name them; any other is taken as a remark. */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  date: (text) => date.test(text),
  time: (text) => clock.test(text),
  'date-time': (text) => date.test(text.slice(0, 10)) && /^[Tt ]$/.test(text.charAt(10)) && clock.test(text.slice(11)),
  hostname: isHostname,
  email: (text) => {
    const at = text.lastIndexOf('@');
    return at > 0 && !/\s/.test(text.slice(0, at)) && isHostname(text.slice(at + 1));
  },
  ipv4: isIPv4,
  ipv6: isIPv6,
  uri: (text) => URL.canParse(text) && !/\s/.test(text),
  'uri-reference': (text) => URL.canParse(text, 'http://localhost/') && !/[\s\\]/.test(text),
  uuid: (text) => /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text),
};

export const fitsFormat = (format: string, text: string): boolean =>
  !Object.hasOwn(formats, format) || formats[format]?.(text) === true;
