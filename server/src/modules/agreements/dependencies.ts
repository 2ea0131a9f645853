import type { Kernel } from '#kernel/assemble';
import type { Read } from '#kernel/database';
import type { Orders } from './order-dossier.ts';
import type { MonthlyResults } from './results/monthly-results.ts';
import type { AgreementRow } from './versions/sql-agreement-store.ts';

/** What the use cases of this module work with. */
export interface Dependencies {
  readonly kernel: Pick<
    Kernel,
    'database' | 'clock' | 'publish' | 'audit' | 'mailer' | 'mailTexts' | 'files' | 'limit' | 'logger' | 'config'
  >;
  readonly orders: Orders;
  readonly results: MonthlyResults;
  /** Mail addresses of those who look after all agreements. */
  readonly coordinators: (read: Read) => Promise<readonly string[]>;
  readonly sites: Sites;
  /** The account that has a mail address, where there is one. */
  readonly accountOf: (read: Read, email: string) => Promise<Account | undefined>;
}

interface Account {
  readonly id: string;
  /** Language of mails that its owner has chosen; null for the language of the site. */
  readonly language: string | null;
}

/** Resource centres as agreements ask the registry for them. */
export interface Sites {
  byName(
    read: Read,
    name: string,
  ): Promise<
    | {
        readonly name: string;
        readonly country: string;
        readonly contact: { readonly name: string; readonly email: string };
      }
    | undefined
  >;
}

type Record = Pick<AgreementRow, 'name' | 'order_number'>;

/** What a subject names: the order, or the agreement where there is none. */
export const recordOf = ({ name, order_number: number }: Record): string => (number === null ? name : String(number));

/** What a mail is about, as the mail log keeps it. */
export const aboutOf = ({ name, order_number: number }: Record): string =>
  number === null ? `agreement:${name}` : `order:${number}`;

/** The mail address in a sender such as `Order desk <orders@portolan.example>`. */
export function addressOf(sender: string): string {
  return /<([^>]+)>/.exec(sender)?.[1] ?? sender;
}

/** The addresses of the other side; a party may have several, separated by commas. */
export function partyAddresses(all: string): string[] {
  return [...new Set(all.split(/[,;]/).map((address) => address.trim()))].filter((address) => address !== '');
}
