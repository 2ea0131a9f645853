/** When a message was published, as clients read it: in UTC, without zeros at the end of the fraction. */
export const messageTime = (iso: string): string => iso.replace(/\.?0*Z$/, 'Z');
