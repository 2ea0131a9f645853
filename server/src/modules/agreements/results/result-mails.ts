import { monthReasons } from '#contracts/agreements/evaluation';
import type { Tx } from '#kernel/database';
import type { MailContent } from '#kernel/mail';
import type { Reaction } from '#kernel/outbox';
import { aboutOf, addressOf, partyAddresses, recordOf, type Dependencies } from '../dependencies.ts';
import { shareKeyOf, showDay, showMonth } from '../versions/matter.ts';
import { findAgreementById, versionsOf, type AgreementRow } from '../versions/sql-agreement-store.ts';
import { EscalationEvent, ViolationEvent } from './result-events.ts';
import { findEscalation, findViolation, insertJustifyLink, type ViolationRow } from './sql-violation-store.ts';

function rowsOf(agreement: AgreementRow, violation: ViolationRow): NonNullable<MailContent['rows']> {
  const figure = (value: number, target: number) => `${value} %, promised ${target} %`;
  return [
    ['Agreement', `${agreement.name}, version ${violation.version}`],
    ['Resource centre', violation.site],
    ['Service', agreement.service_name],
    ['Month', showMonth(violation.month)],
    ['Availability', figure(violation.availability, violation.target_availability)],
    ['Reliability', figure(violation.reliability, violation.target_reliability)],
  ];
}

/** Contacts of the provider of a share: those of the OLA, or those that the SLA names for the share. */
async function providerAddresses(tx: Tx, agreement: AgreementRow, violation: ViolationRow): Promise<string[]> {
  const version = (await versionsOf(tx, agreement.id)).find(({ number }) => number === violation.version);
  if (!version) return [];
  if (agreement.kind !== 'SLA') return partyAddresses(version.party_email);
  const share = version.matter.shares.find((each) => shareKeyOf(each) === violation.share_key);
  return partyAddresses(share?.contact.email ?? '');
}

/** Mails that follow from results: to the provider who is to explain, and to those who look after agreements. */
export function resultMailReactions(dependencies: Dependencies): Reaction[] {
  const { kernel, coordinators } = dependencies;
  const { mailer, config, clock } = kernel;

  const mailCoordinators = async (
    tx: Tx,
    agreement: AgreementRow,
    mail: { key: string; subject: string; content: Omit<MailContent, 'because' | 'button'> },
  ) => {
    for (const to of await coordinators(tx))
      await mailer.send(tx, {
        key: `${mail.key}:${to}`,
        to,
        subject: mail.subject,
        about: aboutOf(agreement),
        content: {
          ...mail.content,
          button: { label: 'Open the agreement', url: `${config.publicUrl}/agreements/${agreement.name}#results` },
          because: 'You get this because you look after the agreements of the federation.',
        },
      });
  };

  async function askProvider(tx: Tx, violationId: string): Promise<void> {
    const violation = await findViolation(tx, violationId);
    const agreement = violation && (await findAgreementById(tx, violation.agreement_id));
    if (!agreement || violation.settled_at !== null) return;
    const month = showMonth(violation.month);
    const missed = monthReasons.filter((reason) => reason !== 'unknown' && violation.reasons.includes(reason));
    const opening = `In ${month} ${violation.site} stayed below the ${missed.join(' and the ')} that ${agreement.name} promises.`;
    for (const to of await providerAddresses(tx, agreement, violation)) {
      const token = await insertJustifyLink(tx, { violationId, email: to, now: clock.now() });
      await mailer.send(tx, {
        key: `violation:${violationId}:${violation.opened_at}:${to}`,
        to,
        subject: `[${recordOf(agreement)}] Please explain ${month} at ${violation.site}`,
        about: aboutOf(agreement),
        content: {
          opening,
          rows: rowsOf(agreement, violation),
          paragraphs: [
            `Please say until ${showDay(violation.due_at)} what happened and what you do so that it does not happen again.`,
          ],
          button: { label: 'Explain', url: `${config.publicUrl}/s/justify/${token}` },
          otherwise: 'You need no account. Your explanation goes to the SLA coordinator and into the next report.',
          because: `You get this because ${violation.site} promises this service in ${agreement.name}.`,
        },
        replyTo: addressOf(config.MAIL_FROM),
      });
    }
    await mailCoordinators(tx, agreement, {
      key: `violation:${violationId}:${violation.opened_at}`,
      subject: `[${recordOf(agreement)}] ${agreement.name} was violated in ${month}`,
      content: { opening: `${opening} The provider was asked to explain it.`, rows: rowsOf(agreement, violation) },
    });
  }

  async function tellJustified(tx: Tx, violationId: string): Promise<void> {
    const violation = await findViolation(tx, violationId);
    const agreement = violation && (await findAgreementById(tx, violation.agreement_id));
    if (!agreement || violation.justification === null) return;
    await mailCoordinators(tx, agreement, {
      key: `violation:${violationId}:justified:${violation.justified_at ?? ''}`,
      subject: `[${recordOf(agreement)}] ${violation.site} explains ${showMonth(violation.month)}`,
      content: {
        opening: `${violation.justified_by ?? violation.site} explains ${showMonth(violation.month)} at ${violation.site}.`,
        paragraphs: [violation.justification],
        rows: rowsOf(agreement, violation),
      },
    });
  }

  async function tellEscalated(tx: Tx, escalationId: string): Promise<void> {
    const escalation = await findEscalation(tx, escalationId);
    const agreement = escalation && (await findAgreementById(tx, escalation.agreement_id));
    if (!agreement) return;
    await mailCoordinators(tx, agreement, {
      key: `escalation:${escalationId}`,
      subject: `[${recordOf(agreement)}] Escalation: ${escalation.site}, three months below the availability of ${agreement.name}`,
      content: {
        opening: `${escalation.site} stayed below the availability that ${agreement.name} promises in three evaluated months in a row, the last of them ${showMonth(escalation.month)}.`,
        rows: [
          ['Agreement', agreement.name],
          ['Resource centre', escalation.site],
          ['Service', agreement.service_name],
        ],
      },
    });
  }

  return [
    {
      name: 'agreements.mail.violated',
      on: ['agreements.violated'],
      react: (tx, event) => askProvider(tx, ViolationEvent.parse(event.payload).violationId),
    },
    {
      name: 'agreements.mail.justified',
      on: ['agreements.justified'],
      react: (tx, event) => tellJustified(tx, ViolationEvent.parse(event.payload).violationId),
    },
    {
      name: 'agreements.mail.escalated',
      on: ['agreements.escalated'],
      react: (tx, event) => tellEscalated(tx, EscalationEvent.parse(event.payload).escalationId),
    },
  ];
}
