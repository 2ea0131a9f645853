import { monthReasons } from '#contracts/agreements/evaluation';
import { catalogueLabels } from '#catalogue';
import type { Tx } from '#kernel/database';
import { dayIn, letter, monthIn, type MailFrame, type MailReader, type MailWords } from '#kernel/mail-texts';
import type { Reaction } from '#kernel/outbox';
import { orderingLabels } from '#ordering';
import { aboutOf, addressOf, partyAddresses, recordOf, type Dependencies } from '../dependencies.ts';
import { shareKeyOf } from '../versions/matter.ts';
import { findAgreementById, versionsOf, type AgreementRow } from '../versions/sql-agreement-store.ts';
import { resultMoments } from './result-moments.ts';
import { EscalationEvent, ViolationEvent } from './result-events.ts';
import { findEscalation, findViolation, insertJustifyLink, type ViolationRow } from './sql-violation-store.ts';
import { agreementLabels as label } from '../mail-labels.ts';

function rowsOf(agreement: AgreementRow, violation: ViolationRow): NonNullable<MailFrame['rows']> {
  const figure = (value: number, target: number) => `${value} %, promised ${target} %`;
  return [
    [label.agreement, `${agreement.name}, version ${violation.version}`],
    [orderingLabels.site, violation.site],
    [catalogueLabels.service, agreement.service_name],
    [label.month, monthIn(violation.month)],
    [label.availability, figure(violation.availability, violation.target_availability)],
    [label.reliability, figure(violation.reliability, violation.target_reliability)],
  ];
}

const resultFacts = (agreement: AgreementRow, { site, month }: Pick<ViolationRow, 'site' | 'month'>) => ({
  'agreement.name': agreement.name,
  'site.name': site,
  'service.name': agreement.service_name,
  'result.month': monthIn(month),
});

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
  const { kernel, coordinators, accountOf } = dependencies;
  const { mailer, mailTexts, config, clock } = kernel;
  const readerAt = async (tx: Tx, to: string): Promise<MailReader> => ({
    language: (await accountOf(tx, to))?.language ?? null,
  });

  const mailCoordinators = async (
    tx: Tx,
    agreement: AgreementRow,
    mail: { key: string; words: (reader: MailReader) => Promise<MailWords> } & Pick<MailFrame, 'rows' | 'facts'>,
  ) => {
    const { key, words, ...facts } = mail;
    for (const to of await coordinators(tx))
      await mailer.send(tx, {
        key: `${key}:${to}`,
        to,
        about: aboutOf(agreement),
        ...letter(await words(await readerAt(tx, to)), {
          ...facts,
          mark: `[${recordOf(agreement)}]`,
          url: `${config.publicUrl}/agreements/${agreement.name}#results`,
          because: 'You get this because you look after the agreements of the federation.',
        }),
      });
  };

  async function askProvider(tx: Tx, violationId: string): Promise<void> {
    const violation = await findViolation(tx, violationId);
    const agreement = violation && (await findAgreementById(tx, violation.agreement_id));
    if (!agreement || violation.settled_at !== null) return;
    const missed = monthReasons.filter((reason) => reason !== 'unknown' && violation.reasons.includes(reason));
    const rows = rowsOf(agreement, violation);
    const values = {
      ...resultFacts(agreement, violation),
      'result.missed': missed.join(' and the '),
      'explanation.due_on': dayIn(violation.due_at, 'short'),
    };
    for (const to of await providerAddresses(tx, agreement, violation)) {
      const token = await insertJustifyLink(tx, { violationId, email: to, now: clock.now() });
      await mailer.send(tx, {
        key: `violation:${violationId}:${violation.opened_at}:${to}`,
        to,
        about: aboutOf(agreement),
        ...letter(await mailTexts.words(tx, resultMoments.explain, values, await readerAt(tx, to)), {
          mark: `[${recordOf(agreement)}]`,
          rows,
          url: `${config.publicUrl}/s/justify/${token}`,
          because: `You get this because ${violation.site} promises this service in ${agreement.name}.`,
        }),
        replyTo: addressOf(config.MAIL_FROM),
      });
    }
    await mailCoordinators(tx, agreement, {
      key: `violation:${violationId}:${violation.opened_at}`,
      words: (reader) => mailTexts.words(tx, resultMoments.violated, values, reader),
      rows,
    });
  }

  async function tellJustified(tx: Tx, violationId: string): Promise<void> {
    const violation = await findViolation(tx, violationId);
    const agreement = violation && (await findAgreementById(tx, violation.agreement_id));
    if (!agreement || violation.justification === null) return;
    const values = {
      ...resultFacts(agreement, violation),
      'explanation.by': violation.justified_by ?? violation.site,
    };
    await mailCoordinators(tx, agreement, {
      key: `violation:${violationId}:justified:${violation.justified_at ?? ''}`,
      words: (reader) => mailTexts.words(tx, resultMoments.justified, values, reader),
      rows: rowsOf(agreement, violation),
      facts: [violation.justification],
    });
  }

  async function tellEscalated(tx: Tx, escalationId: string): Promise<void> {
    const escalation = await findEscalation(tx, escalationId);
    const agreement = escalation && (await findAgreementById(tx, escalation.agreement_id));
    if (!agreement) return;
    const values = resultFacts(agreement, escalation);
    await mailCoordinators(tx, agreement, {
      key: `escalation:${escalationId}`,
      words: (reader) => mailTexts.words(tx, resultMoments.escalated, values, reader),
      rows: [
        [label.agreement, agreement.name],
        [orderingLabels.site, escalation.site],
        [catalogueLabels.service, agreement.service_name],
      ],
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
