import type { Config } from '#kernel/config';
import type { Read } from '#kernel/database';
import type { Logger } from '#kernel/logging';
import { chooseText, shippedLanguage } from './choose-text.ts';
import { fillText, type MailWords } from './fill-text.ts';
import type { MailMoment, MailValues, Placeholders } from './mail-moment.ts';
import { newestTexts } from './sql-mail-text-store.ts';

/** The things for which a moment may have a text of its own. */
export interface Special {
  readonly id: string;
  readonly label: string;
}
export type Specials = (read: Read) => Promise<readonly Special[]>;

export interface MailReader {
  /** Chosen by the reader; null for the language of the site. */
  readonly language?: string | null;
  /** The one thing that the mail is about, where there may be a text of its own for it. */
  readonly special?: string;
}

/** The words of mails: modules register their moments and ask for the words of one; people change the texts. */
export interface MailTexts {
  /** Registers moments; `specials` lists the things for which those that have specials may have texts of their own. */
  addMoments(moments: readonly MailMoment[], specials?: Specials): void;
  /**
   * The words of a moment for a reader. A text that cannot be filled any more, because its moment lost a placeholder, is
   * logged and the shipped one is sent: a mail never stays away for its words.
   */
  words<P extends Placeholders>(
    read: Read,
    moment: MailMoment<P>,
    values: MailValues<P>,
    reader?: MailReader,
  ): Promise<MailWords>;
  /** Every moment, in the order of registration. */
  moments(): readonly MailMoment[];
  specialsOf(read: Read, moment: MailMoment): Promise<readonly Special[]>;
}

export function createMailTexts({ config, logger }: { config: Config; logger: Logger }): MailTexts {
  const registered = new Map<string, { moment: MailMoment; specials: Specials | undefined }>();
  return {
    addMoments(moments, specials) {
      for (const moment of moments) {
        if (registered.has(moment.id)) throw new Error(`There are two moments ${moment.id}`);
        registered.set(moment.id, { moment, specials: moment.hasSpecials ? specials : undefined });
      }
    },
    async words(read, moment, values, { language, special = '' } = {}) {
      const languages = [...(language ? [language] : []), config.MAIL_LANGUAGE];
      const text = chooseText(await newestTexts(read, moment.id), moment.text, { languages, special });
      const { words, faults } = fillText(text, values);
      if (faults.length === 0 && words.subject !== '' && words.opening !== '') return words;
      logger.warn({ moment: moment.id, language: text.language, faults }, 'A mail text cannot be filled');
      const shipped = fillText({ ...moment.text, language: shippedLanguage }, values);
      if (shipped.faults.length > 0) throw new Error(`The shipped text of ${moment.id} cannot be filled`);
      return shipped.words;
    },
    moments: () => [...registered.values()].map(({ moment }) => moment),
    specialsOf: async (read, { id }) => (await registered.get(id)?.specials?.(read)) ?? [],
  };
}
