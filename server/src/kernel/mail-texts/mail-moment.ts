import type { MailText } from '#contracts/kernel/mail-texts';
import type { MailContent } from '#kernel/mail';
import type { InLanguage } from './in-language.ts';

export type Value = string | number | boolean | InLanguage;

/** One value that a text may name as `{{ order.number }}`. */
export interface Placeholder {
  readonly meaning: string;
  /** What it stands for in previews; it also says of which kind the value is. */
  readonly sample: Value;
  /** Without it the mail would lose its point, so that every text has to name it. */
  readonly required?: boolean;
}
export type Placeholders = Readonly<Record<string, Placeholder>>;

/** What the program puts around the words: facts, the address of the button, and why the reader gets it. */
export interface MailFrame {
  /** Stands before the subject: `[1284]`. */
  readonly mark?: string;
  readonly rows?: readonly (readonly [label: InLanguage, value: string | InLanguage])[];
  readonly quote?: MailContent['quote'] | undefined;
  /** Facts in sentences; they follow the paragraphs of the text. */
  readonly facts?: readonly string[];
  /** Where the button leads; a mail without it has no button. */
  readonly url?: string | undefined;
  readonly because: string;
}

/**
 * A moment at which somebody gets a mail. Who that is, the facts and the addresses are the program's; the words are a
 * text that people may change.
 */
export interface MailMoment<P extends Placeholders = Placeholders> {
  /** Module and moment: `ordering.order_approved`. */
  readonly id: string;
  /** When it is sent, as a sentence begins: `The order is approved`. */
  readonly title: string;
  /** Who reads it: `Customer`. */
  readonly reader: string;
  readonly placeholders: P;
  /** The shipped text, in English and in Liquid. Parts that a mail has not are empty. */
  readonly text: MailText;
  /** Believable facts around the words, for previews. */
  readonly sample: MailFrame;
  /** May have a text of its own for one thing, such as an offer; see `addMoments`. */
  readonly hasSpecials?: boolean;
}

type Kind<Sample> = Sample extends boolean ? boolean : Sample extends number ? number : string | InLanguage;
/** A value for each placeholder of a moment. */
export type MailValues<P extends Placeholders> = { readonly [Name in keyof P]: Kind<P[Name]['sample']> };

/** Declares a moment; its placeholders say what a sender has to hand over. */
export const mailMoment = <const P extends Placeholders>(moment: MailMoment<P>): MailMoment<P> => moment;

/** A shipped text; parts that are not given the mail has not. */
export const mailText = (text: Partial<MailText> & Pick<MailText, 'subject' | 'opening'>): MailText => ({
  paragraphs: '',
  button: '',
  otherwise: '',
  ...text,
});

/** The sample value of every placeholder. */
export const sampleValues = ({ placeholders }: MailMoment): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(placeholders).map(([name, { sample }]) => [name, sample]));
