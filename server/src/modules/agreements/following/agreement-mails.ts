import { catalogueLabels } from '#catalogue';
import { DAY, later } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import {
  dayIn,
  letter,
  periodIn,
  type MailFrame,
  type MailMoment,
  type MailReader,
  type MailValues,
  type MailWords,
  type Placeholders,
} from '#kernel/mail-texts';
import type { DomainEvent, Reaction } from '#kernel/outbox';
import { orderingLabels } from '#ordering';
import { titleOf } from '../paper/agreement-paper.ts';
import { aboutOf, addressOf, partyAddresses, recordOf, type Dependencies } from '../dependencies.ts';
import { AgreementEvent } from '../events.ts';
import { agreementDeskMoments, partyMoments, type agreementPlaceholders } from './agreement-moments.ts';
import {
  findAgreementById,
  findVersion,
  signaturesOf,
  type AgreementRow,
  type VersionRow,
} from '../versions/sql-agreement-store.ts';
import { insertLink, revokeLinks, wasAsked } from '../signing/sql-link-store.ts';
import { agreementLabels as label } from '../mail-labels.ts';

/** How long a link to sign works. */
const signDays = 30;

interface About {
  readonly agreement: AgreementRow;
  readonly version: VersionRow;
}

function rowsOf({ agreement, version }: About): NonNullable<MailFrame['rows']> {
  return [
    [label.agreement, `${titleOf(agreement)}, version ${version.number}`],
    ...(agreement.project_name === '' ? [] : [[orderingLabels.project, agreement.project_name] as const]),
    [catalogueLabels.service, agreement.service_name],
    ...(agreement.site === null ? [] : [[orderingLabels.site, agreement.site] as const]),
    [label.valid, periodIn(version.starts_on, version.ends_on, 'short')],
  ];
}

/**
 * Each contact of the other side gets a mail and a link of their own. Of an SLA that is the customer as the order has it
 * now: who signed an earlier version may have left the project.
 */
async function addressesOf(tx: Tx, { orders }: Dependencies, { agreement, version }: About): Promise<string[]> {
  const { kind, order_id: orderId } = agreement;
  const customer =
    kind === 'SLA' && orderId !== null ? (await orders.dossierById(tx, orderId))?.customer.email : undefined;
  return partyAddresses(customer ?? version.party_email);
}

function because({ agreement, version }: About): string {
  if (agreement.order_number === null)
    return `You get this because you are the contact of ${version.party_name} for this agreement.`;
  return agreement.kind === 'SLA'
    ? `You get this because you ordered ${agreement.service_name} for ${agreement.project_name}.`
    : `You get this because ${version.party_name} provides a share of order ${agreement.order_number}.`;
}

/** Values of `agreementPlaceholders`. The other side reads them: nothing internal belongs here. */
function agreementFacts(
  { kernel }: Dependencies,
  { agreement, version }: About,
): MailValues<typeof agreementPlaceholders> {
  return {
    'agreement.name': agreement.name,
    'version.number': version.number,
    'version.starts_on': dayIn(version.starts_on, 'short'),
    'version.ends_on': dayIn(version.ends_on, 'short'),
    'service.name': agreement.service_name,
    'project.name': agreement.project_name,
    'site.name': agreement.site ?? '',
    'party.name': agreement.party_name,
    'federation.name': kernel.config.FEDERATION_NAME,
  };
}

/** The words of a mail, once it is known who reads it. */
type Wording = (reader: MailReader) => Promise<MailWords>;

const wording =
  <P extends Placeholders>(tx: Tx, { kernel }: Dependencies, moment: MailMoment<P>, values: MailValues<P>): Wording =>
  (reader) =>
    kernel.mailTexts.words(tx, moment, values, reader);

interface PartyMail {
  readonly to: string;
  /** Tells the mails about one version apart. */
  readonly key: string;
  readonly words: Wording;
  /** Where its button leads. */
  readonly url?: string;
}

/** Writes to a contact of the other side, in the language of their account where they have one. */
async function tellParty(tx: Tx, dependencies: Dependencies, about: About, mail: PartyMail): Promise<void> {
  const { kernel, accountOf } = dependencies;
  const { agreement, version } = about;
  const words = await mail.words({ language: (await accountOf(tx, mail.to))?.language ?? null });
  await kernel.mailer.send(tx, {
    key: `agreement:${agreement.name}:${version.number}:${mail.key}:${mail.to}`,
    to: mail.to,
    about: aboutOf(agreement),
    ...letter(words, {
      mark: `[${recordOf(agreement)}]`,
      rows: rowsOf(about),
      url: mail.url,
      because: because(about),
    }),
    replyTo: addressOf(kernel.config.MAIL_FROM),
  });
}

const endings = {
  superseded: partyMoments.superseded,
  terminated: partyMoments.terminated,
  withdrawn: partyMoments.withdrawn,
} as const;

/** Mails that follow from what happens to agreements, each composed in the transaction that handles the event. */
export function mailReactions(dependencies: Dependencies): Reaction[] {
  const { kernel } = dependencies;
  const { clock, config } = kernel;

  async function load(tx: Tx, event: DomainEvent): Promise<About | undefined> {
    const version = await findVersion(tx, AgreementEvent.parse(event.payload).versionId);
    const agreement = version && (await findAgreementById(tx, version.agreement_id));
    return version && agreement && { agreement, version };
  }

  async function link(tx: Tx, { version }: About, purpose: 'sign' | 'read', email: string) {
    const now = clock.now();
    const until = later(now, signDays * DAY);
    const expiresAt = purpose === 'sign' ? until : null;
    const made = await insertLink(tx, {
      versionId: version.id,
      purpose,
      name: version.party_name,
      email,
      expiresAt,
      now,
    });
    return { id: made.id, url: `${config.publicUrl}/s/${made.token}`, until };
  }

  async function askToSign(tx: Tx, event: DomainEvent): Promise<void> {
    const about = await load(tx, event);
    if (!about || about.version.state !== 'proposed') return;
    await revokeLinks(tx, about.version.id, clock.now());
    const facts = agreementFacts(dependencies, about);
    for (const to of await addressesOf(tx, dependencies, about)) {
      const { id, url, until } = await link(tx, about, 'sign', to);
      const words = wording(tx, dependencies, partyMoments.proposed, {
        ...facts,
        'link.works_until': dayIn(until, 'short'),
      });
      await tellParty(tx, dependencies, about, { to, key: `proposed:${id}`, words, url });
    }
  }

  // The OLAs of an order are proposed with its SLA: one mail tells of them all.
  async function tellProposed(tx: Tx, event: DomainEvent): Promise<void> {
    const about = await load(tx, event);
    if (!about || about.version.state !== 'proposed') return;
    const { agreement, version } = about;
    if (agreement.parent_id !== null) return;
    await tellDesk(tx, dependencies, about, {
      key: `proposed:${version.proposed_at ?? ''}`,
      words: wording(tx, dependencies, agreementDeskMoments.proposed, agreementFacts(dependencies, about)),
    });
  }

  async function tellAgreed(tx: Tx, event: DomainEvent): Promise<void> {
    const about = await load(tx, event);
    if (!about) return;
    const facts = agreementFacts(dependencies, about);
    const signatures = await signaturesOf(tx, about.version.id);
    const words = wording(tx, dependencies, partyMoments.agreed, {
      ...facts,
      'version.signatures': signatures.map(({ name, role }) => `Signed by ${name}, ${role}.`).join('\n'),
    });
    for (const to of await addressesOf(tx, dependencies, about)) {
      const { url } = await link(tx, about, 'read', to);
      await tellParty(tx, dependencies, about, { to, key: 'agreed', words, url });
    }
    await tellDesk(tx, dependencies, about, {
      key: 'agreed',
      words: wording(tx, dependencies, agreementDeskMoments.agreed, facts),
    });
  }

  const tellEnded = (ending: keyof typeof endings) => async (tx: Tx, event: DomainEvent) => {
    const about = await load(tx, event);
    // Nobody is told about a draft that they never saw.
    if (!about || !(await wasAsked(tx, about.version.id))) return;
    const words = wording(tx, dependencies, endings[ending], {
      ...agreementFacts(dependencies, about),
      'version.reason': about.version.reason ?? '',
    });
    for (const to of await addressesOf(tx, dependencies, about))
      await tellParty(tx, dependencies, about, { to, key: ending, words });
  };

  const mail = (moment: string, on: readonly string[], react: NonNullable<Reaction['react']>): Reaction => ({
    name: `agreements.mail.${moment}`,
    on,
    react,
  });
  return [
    mail('proposed', ['agreements.proposed', 'agreements.link_requested'], askToSign),
    mail('proposed_desk', ['agreements.proposed'], tellProposed),
    mail('agreed', ['agreements.agreed'], tellAgreed),
    mail('superseded', ['agreements.superseded'], tellEnded('superseded')),
    mail('terminated', ['agreements.terminated'], tellEnded('terminated')),
    mail('withdrawn', ['agreements.withdrawn'], tellEnded('withdrawn')),
  ];
}

/** Tells the desk and those who look after all agreements, once each. */
async function tellDesk(
  tx: Tx,
  { kernel, orders, coordinators, accountOf }: Dependencies,
  about: About,
  { key, words }: Pick<PartyMail, 'key' | 'words'>,
): Promise<void> {
  const { agreement, version } = about;
  const { order_id: orderId } = version;
  const desk = orderId === null ? undefined : ((await orders.deskMail(tx, orderId)) ?? '');
  for (const to of new Set([...(desk === undefined ? [] : [desk]), ...(await coordinators(tx))]))
    await kernel.mailer.send(tx, {
      key: `agreement:${agreement.name}:${version.number}:${key}:desk:${to}`,
      to,
      about: aboutOf(agreement),
      ...letter(await words({ language: (await accountOf(tx, to))?.language ?? null }), {
        mark: `[${recordOf(agreement)}]`,
        rows: rowsOf(about),
        url: `${kernel.config.publicUrl}/agreements/${agreement.name}`,
        because:
          to === desk
            ? `You get this because order ${agreement.order_number} is yours to work on.`
            : 'You get this because you look after the agreements of the federation.',
      }),
    });
}

/** Tells both sides that the yearly review comes; once for each notice. */
export async function mailReviewDue(
  tx: Tx,
  dependencies: Dependencies,
  about: About,
  { reviewOn, days }: { reviewOn: string; days: number },
): Promise<void> {
  const key = `review:${reviewOn}:${days}`;
  const values = { ...agreementFacts(dependencies, about), 'review.on': dayIn(reviewOn, 'short') };
  const words = wording(tx, dependencies, partyMoments.reviewDue, values);
  for (const to of await addressesOf(tx, dependencies, about))
    await tellParty(tx, dependencies, about, { to, key, words });
  await tellDesk(tx, dependencies, about, {
    key,
    words: wording(tx, dependencies, agreementDeskMoments.reviewDue, values),
  });
}

function endingOf({ kind, order_id: orderId }: AgreementRow) {
  if (orderId === null) return partyMoments.writtenEnding;
  return kind === 'SLA' ? partyMoments.orderEnding : partyMoments.shareEnding;
}

/** Tells both sides so many days before that an agreement ends; once per version and notice. */
export async function mailEndingSoon(tx: Tx, dependencies: Dependencies, about: About, days: number): Promise<void> {
  const { agreement } = about;
  const key = `ending:${days}`;
  const facts = agreementFacts(dependencies, about);
  const words = wording(tx, dependencies, endingOf(agreement), facts);
  // A text without a word for a button makes a mail without one.
  const url = `${dependencies.kernel.config.publicUrl}/agreements/${agreement.name}`;
  for (const to of await addressesOf(tx, dependencies, about))
    await tellParty(tx, dependencies, about, { to, key, words, url });
  await tellDesk(tx, dependencies, about, {
    key,
    words: wording(tx, dependencies, agreementDeskMoments.ending, facts),
  });
}
