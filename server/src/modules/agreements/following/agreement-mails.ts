import { DAY, later } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import type { MailContent } from '#kernel/mail';
import type { DomainEvent, Reaction } from '#kernel/outbox';
import { titleOf } from '../paper/agreement-paper.ts';
import { aboutOf, addressOf, partyAddresses, recordOf, type Dependencies } from '../dependencies.ts';
import { AgreementEvent } from '../events.ts';
import { showDay } from '../versions/matter.ts';
import {
  findAgreementById,
  findVersion,
  signaturesOf,
  type AgreementRow,
  type VersionRow,
} from '../versions/sql-agreement-store.ts';
import { insertLink, revokeLinks, wasAsked } from '../signing/sql-link-store.ts';

/** How long a link to sign works. */
const signDays = 30;

interface About {
  readonly agreement: AgreementRow;
  readonly version: VersionRow;
}

function rowsOf({ agreement, version }: About): NonNullable<MailContent['rows']> {
  return [
    ['Agreement', `${titleOf(agreement)}, version ${version.number}`],
    ...(agreement.project_name === '' ? [] : [['Project', agreement.project_name] as const]),
    ['Service', agreement.service_name],
    ...(agreement.site === null ? [] : [['Resource centre', agreement.site] as const]),
    ['Valid', `${showDay(version.starts_on)} to ${showDay(version.ends_on)}`],
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

/** Mails that follow from what happens to agreements, each composed in the transaction that handles the event. */
export function mailReactions(dependencies: Dependencies): Reaction[] {
  const { kernel } = dependencies;
  const { mailer, clock, config } = kernel;
  const federation = config.FEDERATION_NAME;

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

  async function send(
    tx: Tx,
    about: About,
    mail: { to: string; moment: string; subject: string; content: Omit<MailContent, 'because' | 'rows'> },
  ): Promise<void> {
    const { agreement, version } = about;
    await mailer.send(tx, {
      key: `agreement:${agreement.name}:${version.number}:${mail.moment}:${mail.to}`,
      to: mail.to,
      subject: `[${recordOf(agreement)}] ${mail.subject}`,
      about: aboutOf(agreement),
      content: { ...mail.content, rows: rowsOf(about), because: because(about) },
      replyTo: addressOf(config.MAIL_FROM),
    });
  }

  async function askToSign(tx: Tx, event: DomainEvent): Promise<void> {
    const about = await load(tx, event);
    if (!about || about.version.state !== 'proposed') return;
    await revokeLinks(tx, about.version.id, clock.now());
    for (const to of await addressesOf(tx, dependencies, about)) {
      const { id, url, until } = await link(tx, about, 'sign', to);
      await send(tx, about, {
        to,
        moment: `proposed:${id}`,
        subject: `Sign the agreement ${about.agreement.name}, version ${about.version.number}`,
        content: {
          opening: `${federation} proposes an agreement and asks you to read and sign it.`,
          button: { label: 'Read and sign', url },
          otherwise: `You need no account. The link works until ${showDay(until)}. Without your signature the agreement does not hold; a remark can be sent from the same page.`,
        },
      });
    }
  }

  // The OLAs of an order are proposed with its SLA: one mail tells of them all.
  async function tellProposed(tx: Tx, event: DomainEvent): Promise<void> {
    const about = await load(tx, event);
    if (!about || about.version.state !== 'proposed') return;
    const { agreement, version } = about;
    if (agreement.parent_id !== null) return;
    await tellDesk(tx, dependencies, about, {
      moment: `proposed:${version.proposed_at ?? ''}`,
      subject: `${agreement.name}, version ${version.number} is proposed`,
      opening: `${agreement.name}, version ${version.number} is proposed. ${agreement.party_name} was asked to sign it.`,
    });
  }

  async function tellAgreed(tx: Tx, event: DomainEvent): Promise<void> {
    const about = await load(tx, event);
    if (!about) return;
    const { agreement, version } = about;
    const signatures = await signaturesOf(tx, version.id);
    for (const to of await addressesOf(tx, dependencies, about)) {
      const { url } = await link(tx, about, 'read', to);
      await send(tx, about, {
        to,
        moment: 'agreed',
        subject: `${agreement.name}, version ${version.number} is agreed`,
        content: {
          opening: `Both sides have signed ${agreement.name}, version ${version.number}.`,
          paragraphs: [
            signatures.map(({ name, role }) => `Signed by ${name}, ${role}.`).join('\n'),
            'The address below stays readable. It leads to the text and to the PDF, whose SHA-256 anyone can check.',
          ],
          button: { label: 'Read the agreement', url },
        },
      });
    }
    await tellDesk(tx, dependencies, about, {
      moment: 'agreed',
      subject: `${agreement.name}, version ${version.number} is agreed`,
      opening: `Both sides have signed ${agreement.name}, version ${version.number}.`,
    });
  }

  const tellEnded =
    (moment: 'superseded' | 'terminated' | 'withdrawn', words: string) => async (tx: Tx, event: DomainEvent) => {
      const about = await load(tx, event);
      // Nobody is told about a draft that they never saw.
      if (!about || !(await wasAsked(tx, about.version.id))) return;
      const { agreement, version } = about;
      const reason = version.reason === null ? [] : [`The reason: ${version.reason}`];
      const newer = ['The newer version holds from now on; you have it in a mail of its own.'];
      for (const to of await addressesOf(tx, dependencies, about)) {
        await send(tx, about, {
          to,
          moment,
          subject: `${agreement.name}, version ${version.number} ${words}`,
          content: {
            opening: `${agreement.name}, version ${version.number} ${words}.`,
            paragraphs: moment === 'superseded' ? newer : reason,
          },
        });
      }
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
    mail('superseded', ['agreements.superseded'], tellEnded('superseded', 'is superseded')),
    mail('terminated', ['agreements.terminated'], tellEnded('terminated', 'is terminated')),
    mail('withdrawn', ['agreements.withdrawn'], tellEnded('withdrawn', 'is withdrawn')),
  ];
}

/** Tells the desk and those who look after all agreements, once each. */
async function tellDesk(
  tx: Tx,
  { kernel, orders, coordinators }: Dependencies,
  about: About,
  { moment, subject, opening }: { moment: string; subject: string; opening: string },
): Promise<void> {
  const { agreement, version } = about;
  const { order_id: orderId } = version;
  const desk = orderId === null ? undefined : ((await orders.deskMail(tx, orderId)) ?? '');
  for (const to of new Set([...(desk === undefined ? [] : [desk]), ...(await coordinators(tx))]))
    await kernel.mailer.send(tx, {
      key: `agreement:${agreement.name}:${version.number}:${moment}:desk:${to}`,
      to,
      subject: `[${recordOf(agreement)}] ${subject}`,
      about: aboutOf(agreement),
      content: {
        opening,
        rows: rowsOf(about),
        button: { label: 'Open the agreement', url: `${kernel.config.publicUrl}/agreements/${agreement.name}` },
        because:
          to === desk
            ? `You get this because order ${agreement.order_number} is yours to work on.`
            : 'You get this because you look after the agreements of the federation.',
      },
    });
}

/** Tells both sides that the yearly review comes; once for each notice. */
export async function mailReviewDue(
  tx: Tx,
  dependencies: Dependencies,
  about: About,
  { reviewOn, days }: { reviewOn: string; days: number },
): Promise<void> {
  const { kernel } = dependencies;
  const { agreement, version } = about;
  const moment = `review:${reviewOn}:${days}`;
  const subject = `${agreement.name} is reviewed on ${showDay(reviewOn)}`;
  for (const to of await addressesOf(tx, dependencies, about))
    await kernel.mailer.send(tx, {
      key: `agreement:${agreement.name}:${version.number}:${moment}:${to}`,
      to,
      subject: `[${recordOf(agreement)}] ${subject}`,
      about: aboutOf(agreement),
      content: {
        opening: `Targets and content of ${agreement.name}, version ${version.number} are reviewed on ${showDay(reviewOn)}, as every year.`,
        rows: rowsOf(about),
        paragraphs: ['Tell us until then by answering this mail if anything should change.'],
        otherwise: 'If you do nothing, the agreement goes on as it is.',
        because: because(about),
      },
      replyTo: addressOf(kernel.config.MAIL_FROM),
    });
  await tellDesk(tx, dependencies, about, {
    moment,
    subject,
    opening: `The yearly review of ${agreement.name}, version ${version.number} is due on ${showDay(reviewOn)}. ${agreement.party_name} was told, too.`,
  });
}

function howToGoOn({ kind, order_id: orderId }: AgreementRow): string {
  if (orderId === null)
    return 'We come back to you about a new version. Tell us by answering this mail what should change.';
  return kind === 'SLA'
    ? 'To keep the service longer, change the order and choose a later end.'
    : 'Nothing is asked of you; the desk writes when the share is to go on.';
}

/** Tells both sides so many days before that an agreement ends; once per version and notice. */
export async function mailEndingSoon(tx: Tx, dependencies: Dependencies, about: About, days: number): Promise<void> {
  const { kernel } = dependencies;
  const { agreement, version } = about;
  const isOrdered = agreement.kind === 'SLA' && agreement.order_id !== null;
  for (const to of await addressesOf(tx, dependencies, about))
    await kernel.mailer.send(tx, {
      key: `agreement:${agreement.name}:${version.number}:ending:${days}:${to}`,
      to,
      subject: `[${recordOf(agreement)}] ${agreement.name} ends on ${showDay(version.ends_on)}`,
      about: aboutOf(agreement),
      content: {
        opening: `${agreement.name}, version ${version.number} ends on ${showDay(version.ends_on)}.`,
        rows: rowsOf(about),
        paragraphs: [howToGoOn(agreement)],
        ...(isOrdered
          ? { button: { label: 'Open the agreement', url: `${kernel.config.publicUrl}/agreements/${agreement.name}` } }
          : {}),
        otherwise: 'If you do nothing, the agreement ends on that day.',
        because: because(about),
      },
      replyTo: addressOf(kernel.config.MAIL_FROM),
    });
  await tellDesk(tx, dependencies, about, {
    moment: `ending:${days}`,
    subject: `${agreement.name} ends on ${showDay(version.ends_on)}`,
    opening: `${agreement.name}, version ${version.number} ends on ${showDay(version.ends_on)}. ${agreement.party_name} was told, too.`,
  });
}
