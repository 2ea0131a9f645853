import { agreementTypeFacts, type AgreementType } from '#contracts/agreements/kinds';
import type { Template, TemplateSections, TemplateSummary } from '#contracts/agreements/schemas';
import { agreementSections } from '#contracts/agreements/sections';
import type { z } from 'zod';
import type { Preview } from '#contracts/agreements/schemas';
import { require, type Actor } from '#kernel/access';
import { parseBlocks } from '#kernel/documents';
import { AppError, notFound } from '#kernel/errors';
import { plainBlocks } from '../versions/agreement-view.ts';
import { addressOf, type Dependencies } from '../dependencies.ts';
import { matterOf, validityOf } from '../versions/matter.ts';
import { mayChangeTemplates, mayReadTemplates } from '../policies.ts';
import { sampleSubject, writtenSample } from './sample-subject.ts';
import { templateHistory, templates, type TemplateRecord } from './sql-template-store.ts';
import { placeholders, templateContext, valueIn, type TemplateSubject } from './template-context.ts';
import { renderSections } from './template-engine.ts';

function toSummary({ id, kind, type, name, version, isDefault, savedAt, savedBy }: TemplateRecord): TemplateSummary {
  return { id, kind, type, name, version, isDefault, changedAt: savedAt, changedBy: savedBy };
}

/** What a placeholder of the sample reads like; lists are counted. */
function exampleOf(context: unknown, name: string): string {
  const value = valueIn(context, name);
  if (Array.isArray(value)) return `${value.length} entries`;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The placeholders that an agreement of a kind has, each as the sample reads. */
function documented(type: AgreementType): Template['placeholders'] {
  const context = templateContext(sampleSubject(type, 'EGI Federation', 'orders@portolan.example'));
  return placeholders
    .map((placeholder) => ({ ...placeholder, example: exampleOf(context, placeholder.name) }))
    .filter(({ example }) => example !== '');
}

/** Reads of templates, for the desk. */
export function templateQueries(dependencies: Dependencies) {
  const { database, config } = dependencies.kernel;
  const deskMail = addressOf(config.MAIL_FROM);

  async function one(actor: Actor, id: string): Promise<TemplateRecord> {
    require(mayReadTemplates(actor));
    const template = (await templates(database.read())).find((each) => each.id === id);
    if (!template) throw notFound(`template ${id}`);
    return template;
  }

  async function subjectOf(
    type: AgreementType,
    orderNumber: number | undefined,
  ): Promise<{ subject: TemplateSubject; of: string }> {
    const sample = sampleSubject(type, config.FEDERATION_NAME, deskMail);
    if (orderNumber === undefined) return { subject: sample, of: 'A sample' };
    if (type !== 'vo_sla' && type !== 'vo_ola')
      throw new AppError(
        'refused',
        'no_order_behind',
        `${agreementTypeFacts[type].title}: no order brings one about. Look at the sample`,
      );
    const dossier = await dependencies.orders.dossier(database.read(), orderNumber);
    if (!dossier) throw notFound(`order ${orderNumber}`);
    const matter = matterOf(dossier);
    const share = type === 'vo_ola' ? (matter.shares[0] ?? sample.share) : null;
    return {
      of: `Order ${orderNumber}`,
      subject: {
        ...sample,
        name: type === 'vo_sla' ? `SLA-${orderNumber}` : `OLA-${orderNumber}-${share?.number ?? 1}`,
        matter,
        share,
        validity: validityOf(matter.shares, dossier.period, dependencies.kernel.clock.today()),
      },
    };
  }

  return {
    async list(actor: Actor): Promise<TemplateSummary[]> {
      require(mayReadTemplates(actor));
      return (await templates(database.read())).map(toSummary);
    },

    async read(actor: Actor, id: string): Promise<Template> {
      const template = await one(actor, id);
      const history = await templateHistory(database.read(), id);
      const decision = mayChangeTemplates(actor);
      const refusal = decision.allowed ? null : decision.reason;
      const action = (name: string, label: string, effect: string, own: string | null = null) => ({
        action: name,
        label,
        effect,
        refusal: refusal ?? own,
        needs: [],
        primary: name === 'save' && refusal === null,
      });
      const isDefault = template.isDefault ? 'It is the default of its kind' : null;
      return {
        ...toSummary(template),
        sections: agreementSections.map((section) => ({ ...section, body: template.sections[section.key] ?? '' })),
        history: history.map(({ version, saved_at: at, saved_by: by, note }) => ({ version, at, by, note })),
        placeholders: documented(template.type),
        actions: [
          action('save', 'Save as a new version', 'New agreements use it; those that exist stay as they are'),
          action('make_default', 'Make it the default', 'New agreements of this kind start from it', isDefault),
          action('archive', 'Archive', 'It is no longer offered; agreements made from it stay', isDefault),
        ],
      };
    },

    /** Fills a template for looking at; problems are part of the answer, so that the editor shows them at their line. */
    async preview(
      actor: Actor,
      id: string,
      { sections, order }: { sections?: TemplateSections | undefined; order?: number | undefined },
    ): Promise<z.infer<typeof Preview>> {
      const template = await one(actor, id);
      const { subject, of } = await subjectOf(template.type, order);
      const shown = sections ?? template.sections;
      const { texts, problems } = renderSections(shown, subject);
      const { gaps } = renderSections(shown, writtenSample(template.type, config.FEDERATION_NAME, deskMail));
      return {
        of,
        problems,
        gaps,
        sections: agreementSections.map(({ key, number, title }) => ({
          key,
          number,
          title,
          blocks: plainBlocks(parseBlocks(texts[key] ?? '')),
        })),
      };
    },
  };
}
