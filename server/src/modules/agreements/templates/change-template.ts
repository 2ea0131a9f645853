import type { AgreementType } from '#contracts/agreements/kinds';
import type { TemplateSections } from '#contracts/agreements/schemas';
import { agreementSections } from '#contracts/agreements/sections';
import { require, type Actor } from '#kernel/access';
import { isUniqueViolation, type Tx } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { nextId } from '#kernel/ids';
import { addressOf, type Dependencies } from '../dependencies.ts';
import { mayChangeTemplates } from '../policies.ts';
import { sampleSubject } from './sample-subject.ts';
import {
  archiveTemplate,
  insertTemplate,
  insertTemplateVersion,
  keepShippedTemplates,
  pickTemplate,
  setDefaultTemplate,
  templates,
  type TemplateRecord,
} from './sql-template-store.ts';
import { renderSections } from './template-engine.ts';

/** Changes of templates, each by SLA coordinators and administrators alone. */
export function templateCommands({ kernel }: Dependencies) {
  const { database, clock, audit, publish, config } = kernel;

  async function load(tx: Tx, actor: Actor, id: string): Promise<TemplateRecord> {
    require(mayChangeTemplates(actor));
    await keepShippedTemplates(tx, clock.now());
    const template = (await templates(tx)).find((each) => each.id === id);
    if (!template) throw notFound(`template ${id}`);
    return template;
  }

  async function record(
    tx: Tx,
    actor: Actor,
    action: string,
    id: string,
    details: Record<string, unknown> = {},
  ): Promise<void> {
    await publish(tx, {
      type: 'agreements.template_changed',
      aggregate: `agreement-template:${id}`,
      payload: { id },
      audience: ['role:shifter', 'role:sla-coordinator', 'role:administrator'],
    });
    await audit(tx, { actor, action: `agreements.${action}_template`, target: `agreement-template:${id}`, details });
  }

  function refuseBroken(type: AgreementType, sections: TemplateSections): void {
    const { problems } = renderSections(
      sections,
      sampleSubject(type, config.FEDERATION_NAME, addressOf(config.MAIL_FROM)),
    );
    const [first] = problems;
    if (!first) return;
    const title = agreementSections.find(({ key }) => key === first.section)?.title ?? first.section;
    throw new AppError('invalid', 'template_broken', `${title}, line ${first.line}: ${first.reason}`, {
      errors: problems.map(({ section, line, reason }) => ({
        path: `sections.${section}`,
        message: `line ${line}: ${reason}`,
      })),
    });
  }

  return {
    /** Saves the texts as a new version; a text that cannot be filled is refused with its section, line and reason. */
    save: (
      actor: Actor,
      id: string,
      { sections, note, seen }: { sections: TemplateSections; note: string; seen: number | undefined },
    ): Promise<void> =>
      database.transact(async (tx) => {
        const template = await load(tx, actor, id);
        wantsVersion(seen, template.version, `The template ${template.name}`);
        refuseBroken(template.type, sections);
        await insertTemplateVersion(tx, template, {
          sections,
          note,
          saved_by_id: actor.id,
          saved_by: actor.name,
          saved_at: clock.now(),
        });
        await record(tx, actor, 'save', id, { version: template.version + 1 });
      }),

    /** Creates a template with the texts of another and answers its id. */
    create: (
      actor: Actor,
      { type, name, copyOf }: { type: AgreementType; name: string; copyOf?: string | undefined },
    ): Promise<string> =>
      database.transact(async (tx) => {
        require(mayChangeTemplates(actor));
        await keepShippedTemplates(tx, clock.now());
        const source = pickTemplate(await templates(tx), type, copyOf);
        const id = nextId();
        await insertTemplate(tx, { id, type, name }, clock.now()).catch((error: unknown) => {
          if (!isUniqueViolation(error)) throw error;
          throw new AppError(
            'conflict',
            'template_name_taken',
            `There is a template named ${name}: choose another name`,
          );
        });
        await insertTemplateVersion(
          tx,
          { id, version: 0 },
          {
            sections: { ...source.sections },
            note: `Copy of ${source.name}, version ${source.version}`,
            saved_by_id: actor.id,
            saved_by: actor.name,
            saved_at: clock.now(),
          },
        );
        await record(tx, actor, 'create', id);
        return id;
      }),

    makeDefault: (actor: Actor, id: string): Promise<void> =>
      database.transact(async (tx) => {
        const template = await load(tx, actor, id);
        if (template.isDefault) return;
        await setDefaultTemplate(tx, id, template.type, clock.now());
        await record(tx, actor, 'make_default', id);
      }),

    archive: (actor: Actor, id: string): Promise<void> =>
      database.transact(async (tx) => {
        const template = await load(tx, actor, id);
        if (template.isDefault)
          throw new AppError(
            'refused',
            'template_is_default',
            `${template.name} is the default: make another one the default first`,
          );
        await archiveTemplate(tx, id, clock.now());
        await record(tx, actor, 'archive', id);
      }),
  };
}
