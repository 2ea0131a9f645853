/** What is known about a fresh order that tells people from machines (ordering.md 4.14). */
export interface SpamSigns {
  readonly accountAgeDays: number;
  readonly hasAffiliation: boolean;
  readonly email: string;
  readonly comment: string;
  readonly ordersInLastHour: number;
  readonly sameTextElsewhere: boolean;
  /** An order of this account was marked as spam before. */
  readonly accountFlagged: boolean;
  /** Seconds since the answers of the form were begun; undefined for programs. */
  readonly formSeconds: number | undefined;
  /** What stands in the field that people do not see. */
  readonly hiddenField: string;
}

const disposable = [
  'mailinator.com',
  'guerrillamail.com',
  '10minutemail.com',
  'tempmail.com',
  'yopmail.com',
  'trashmail.com',
  'sharklasers.com',
];

export const spamThreshold = 5;

/** Weighs the signs; from `spamThreshold` on the order is held on the list of suspected ones. */
export function spamScore(signs: SpamSigns): { score: number; reasons: string[] } {
  const links = signs.comment.match(/https?:\/\//g)?.length ?? 0;
  const domain = signs.email.split('@').at(-1)?.toLowerCase() ?? '';
  const weighed: readonly (readonly [boolean, number, string])[] = [
    [signs.hiddenField !== '', 6, 'filled a field that people do not see'],
    [signs.formSeconds !== undefined && signs.formSeconds < 5, 5, 'filled the form in less than 5 s'],
    [signs.accountFlagged, 5, 'an earlier order of this account was spam'],
    [disposable.includes(domain), 4, `mail address at ${domain}`],
    [signs.sameTextElsewhere, 4, 'same text from another account'],
    [signs.ordersInLastHour > 3, 3, `${signs.ordersInLastHour} orders within an hour`],
    [links > 1, 2, `${links} links in the comment`],
    [signs.accountAgeDays < 1, 1, 'account is younger than a day'],
    [!signs.hasAffiliation, 1, 'no affiliation'],
  ];
  const found = weighed.filter(([applies]) => applies);
  return { score: found.reduce((sum, [, weight]) => sum + weight, 0), reasons: found.map(([, , reason]) => reason) };
}
