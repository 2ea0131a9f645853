import { agreementTypeFacts, type AgreementType } from '#contracts/agreements/kinds';
import type { AgreementTerms, NewAgreementInput } from '#contracts/agreements/terms';
import { require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { addressOf, type Dependencies } from '../dependencies.ts';
import { formerOf } from '../paper/agreement-paper.ts';
import { mayWrite } from '../policies.ts';
import { pickTemplate, templates, type TemplateRecord } from '../templates/sql-template-store.ts';
import { loadFor, type Asked } from './act-on-agreement.ts';
import { versionOf, type Draft } from './draft.ts';
import { writtenMatter } from './matter.ts';
import {
  insertAgreement,
  insertVersion,
  nextAgreementNumber,
  refreshHead,
  setParty,
  type AgreementRow,
} from './sql-agreement-store.ts';
import { allowed, takeAction, tell } from './take-action.ts';
import { findParty, type FoundParty } from './written-party.ts';

/** Drafts an agreement that no order brings about, from the template of its kind. */
export const writeAgreement =
  (dependencies: Dependencies) =>
  (actor: Actor, { type, template: templateId, terms }: NewAgreementInput): Promise<AgreementRow> =>
    dependencies.kernel.database.transact(async (tx) => {
      require(mayWrite(actor));
      const { clock, audit } = dependencies.kernel;
      const template = pickTemplate(await templates(tx), type, templateId);
      const found = await findParty(tx, dependencies, { type, party: terms.party });
      const { kind, prefix } = agreementTypeFacts[type];
      const name = `${prefix}-${await nextAgreementNumber(tx)}`;
      const draft = draftOf(dependencies, { agreement: { name, type }, terms, found, template });
      const version = versionOf(dependencies, { ...draft, former: undefined }, { number: 1, written: [] });
      const now = clock.now();
      const agreement = await insertAgreement(
        tx,
        {
          name,
          kind,
          type,
          order_id: null,
          order_number: null,
          share_id: null,
          parent_id: null,
          service_name: terms.service,
          group_id: '',
          ...found.head,
        },
        { starts_on: terms.validity.startsOn, ends_on: terms.validity.endsOn },
        now,
      );
      const added = await insertVersion(tx, agreement.id, 1, version, now);
      await refreshHead(tx, agreement.id, now);
      await tell(tx, dependencies, { agreement, version: added, type: 'agreements.prepared' });
      await audit(tx, { actor, action: 'agreements.write', target: `agreement:${name}`, details: { type } });
      return agreement;
    });

/** Replaces what a coordinator wrote of a draft; sections that people edited are kept. */
export const rewriteTerms =
  (dependencies: Dependencies) =>
  (actor: Actor, asked: Asked, terms: AgreementTerms): Promise<void> =>
    dependencies.kernel.database.transact(async (tx) => {
      const { role, ...loaded } = await loadFor(tx, actor, asked);
      const { agreement, version, versions } = loaded;
      const deed = { action: 'edit', actor, role } as const;
      await allowed(tx, dependencies, loaded, deed);
      if (!version.matter.written)
        throw new AppError(
          'refused',
          'order_decides',
          `${agreement.name} says what its order says: change order ${version.order_number ?? ''}`,
        );
      const { type } = agreement;
      const template = pickTemplate(await templates(tx), type, version.template_id, { orDefault: true });
      const found = await findParty(tx, dependencies, { type, party: terms.party });
      const draft = draftOf(dependencies, { agreement, terms, found, template });
      const values = versionOf(
        dependencies,
        { ...draft, former: formerOf(version, versions) },
        { number: version.number, written: version.sections.filter(({ edited }) => edited) },
      );
      const head = await settleHead(tx, loaded, { terms, found });
      await takeAction(tx, dependencies, { ...loaded, agreement: head }, deed, values);
    });

/** The head of an agreement follows its draft while nothing else is agreed; what stands keeps its readers and its party. */
async function settleHead(
  tx: Tx,
  { agreement, versions }: { agreement: AgreementRow; versions: readonly { agreed_at: string | null }[] },
  { terms, found }: { terms: AgreementTerms; found: FoundParty },
): Promise<AgreementRow> {
  const isAgreed = versions.some(({ agreed_at: agreedAt }) => agreedAt !== null);
  if (isAgreed && (found.head.site !== agreement.site || found.head.project_number !== agreement.project_number))
    throw new AppError(
      'refused',
      'party_stays',
      `${agreement.name} was agreed with ${agreement.party_name}: make a new agreement for another side`,
    );
  return setParty(tx, agreement.id, { name: agreement.name, service_name: terms.service, ...found.head });
}

function draftOf(
  { kernel }: Dependencies,
  {
    agreement,
    terms,
    found: { party, project },
    template,
  }: {
    agreement: { readonly name: string; readonly type: AgreementType };
    terms: AgreementTerms;
    found: FoundParty;
    template: TemplateRecord;
  },
): Omit<Draft, 'former'> {
  const federation = { name: kernel.config.FEDERATION_NAME, email: addressOf(kernel.config.MAIL_FROM) };
  const matter = writtenMatter({ ...agreement, terms, party, project, federation });
  return {
    agreement,
    order: null,
    matter,
    share: matter.shares[0] ?? null,
    party: { name: party.name, email: party.email, organisation: party.address || party.country },
    validity: terms.validity,
    template,
  };
}
