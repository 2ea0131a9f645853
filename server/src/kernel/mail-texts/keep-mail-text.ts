import type { MailText, MailTextInput, MailTextPreview, MailTextRecord } from '#contracts/kernel/mail-texts';
import type { Actor } from '#kernel/access';
import type { Audit } from '#kernel/audit';
import type { Clock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import { isUniqueViolation, type Database, type Read, type Tx } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { nextId } from '#kernel/ids';
import type { Limiter } from '#kernel/limits';
import { renderMail, type Mailer } from '#kernel/mail';
import { chooseText } from './choose-text.ts';
import { faultsOf, fillText, letter } from './fill-text.ts';
import { sampleValues, type MailMoment } from './mail-moment.ts';
import type { MailTexts } from './mail-texts.ts';
import { insertText, newestTexts, type KeptText, type TextPlace } from './sql-mail-text-store.ts';

export interface KeepParts {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly mailer: Mailer;
  readonly mailTexts: MailTexts;
  readonly limit: Limiter;
}

type Which = Pick<MailTextInput, 'language' | 'special'>;

/** Which of a moment's texts, as somebody names it; one for a thing that there is not is refused. */
async function momentFor(read: Read, { mailTexts }: KeepParts, id: string, { special }: Which): Promise<MailMoment> {
  const moment = mailTexts.moments().find((one) => one.id === id);
  if (!moment) throw notFound(`mail ${id}`);
  if (special !== '' && !(await mailTexts.specialsOf(read, moment)).some((one) => one.id === special)) {
    const message = `There is no ${special} that could have a text of its own here`;
    throw invalid('unknown_special', [{ path: 'special', message }], message);
  }
  return moment;
}

const at = (kept: readonly KeptText[], { language, special }: Which) =>
  kept.find((one) => one.language === language && one.special === special);

/** A text as it is shown: its own words, or those that would be sent without them. */
export async function mailTextRecord(read: Read, parts: KeepParts, id: string, which: Which): Promise<MailTextRecord> {
  const moment = await momentFor(read, parts, id, which);
  const kept = await newestTexts(read, id);
  const own = at(kept, which);
  const { MAIL_LANGUAGE: siteLanguage } = parts.config;
  const { language: _language, ...text } = chooseText(kept, moment.text, {
    languages: [which.language, siteLanguage],
    special: which.special,
  });
  return {
    id,
    title: moment.title,
    reader: moment.reader,
    ...which,
    text,
    shipped: moment.text,
    version: own?.version ?? 0,
    changed: own?.text ? { by: own.changedBy, at: own.changedAt } : null,
    placeholders: Object.entries(moment.placeholders).map(([name, { meaning, sample, required = false }]) => ({
      name,
      meaning,
      sample: typeof sample === 'function' ? sample(which.language) : String(sample),
      required,
    })),
    specials: (await parts.mailTexts.specialsOf(read, moment)).map((one) => ({ ...one })),
    siteLanguage,
  };
}

/** Writes a text as a new version. One that could not be sent is refused with part, line and reason. */
export const saveMailText =
  (parts: KeepParts) =>
  (actor: Actor, id: string, input: MailTextInput, seen?: number): Promise<void> =>
    parts.database.transact(async (tx) => {
      const { language, special, ...text } = input;
      const moment = await momentFor(tx, parts, id, input);
      refuseBroken(moment, text);
      await addVersion(tx, parts, { actor, place: { moment: id, language, special }, text, seen });
    });

/** Goes back to what would be sent without this text; who wrote what stays known. */
export const resetMailText =
  (parts: KeepParts) =>
  (actor: Actor, id: string, which: Which, seen?: number): Promise<void> =>
    parts.database.transact(async (tx) => {
      await momentFor(tx, parts, id, which);
      const own = at(await newestTexts(tx, id), which);
      if (!own?.text) throw notFound(`text of ${id} in ${which.language}`);
      await addVersion(tx, parts, { actor, place: { moment: id, ...which }, text: null, seen });
    });

interface NewVersion {
  readonly actor: Actor;
  readonly place: TextPlace;
  readonly text: MailText | null;
  readonly seen: number | undefined;
}

async function addVersion(tx: Tx, { clock, audit }: KeepParts, { actor, place, text, seen }: NewVersion) {
  const { moment, language, special } = place;
  const before = (await newestTexts(tx, moment)).find(
    (one) => one.language === language && one.special === special,
  )?.version;
  wantsVersion(seen, before ?? 0, 'This text');
  const version = (before ?? 0) + 1;
  await insertText(tx, place, { version, text, by: actor, at: clock.now() }).catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError('conflict', 'stale_version', 'Somebody changed this text just now. Read it again');
  });
  await audit(tx, {
    actor,
    action: text === null ? 'kernel.reset_mail_text' : 'kernel.save_mail_text',
    target: `mail-text:${moment}`,
    details: { language, special, version },
  });
}

function refuseBroken(moment: MailMoment, text: MailText): void {
  const faults = faultsOf(moment, text);
  if (faults.length === 0) return;
  throw invalid(
    'mail_text_broken',
    faults.map(({ part, line, reason }) => ({ path: part, message: line === 0 ? reason : `line ${line}: ${reason}` })),
  );
}

const sampleLetter = (moment: MailMoment, { language, special: _special, ...text }: MailTextInput) =>
  letter(fillText({ ...text, language }, sampleValues(moment)).words, moment.sample);

/** The mail that a text gives, from sample facts, made as every mail is made; and what is wrong with the text. */
export async function previewMailText(parts: KeepParts, id: string, input: MailTextInput): Promise<MailTextPreview> {
  const moment = await momentFor(parts.database.read(), parts, id, input);
  const { subject, content, language } = sampleLetter(moment, input);
  return { subject, ...renderMail(subject, content, language), problems: faultsOf(moment, input) };
}

/** At most so many tests in ten minutes: mails are no toy. */
const testLimit = { name: 'mail-text-test', most: 20, windowSeconds: 600 };

/** Sends the mail of the preview to whoever asks, and to nobody else. */
export async function testMailText(
  parts: KeepParts,
  actor: Actor,
  id: string,
  input: MailTextInput,
): Promise<{ to: string }> {
  const moment = await momentFor(parts.database.read(), parts, id, input);
  refuseBroken(moment, input);
  const to = actor.email ?? '';
  if (to === '') throw new AppError('refused', 'no_address', 'Your account has no mail address to send a test to');
  await parts.limit(testLimit, actor.id ?? '');
  await parts.database.transact((tx) =>
    parts.mailer.send(tx, {
      ...sampleLetter(moment, input),
      key: `mail-text:${id}:test:${nextId()}`,
      to,
      about: `mail-text:${id}`,
    }),
  );
  return { to };
}
