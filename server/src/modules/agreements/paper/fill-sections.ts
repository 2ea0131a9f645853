import { agreementSections, type SectionKey } from '#contracts/agreements/sections';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { addressOf, type Dependencies } from '../dependencies.ts';
import { withDays, type Validity } from '../versions/matter.ts';
import type { AgreementRow, VersionRow } from '../versions/sql-agreement-store.ts';
import { pickTemplate, templates, type TemplateRecord } from '../templates/sql-template-store.ts';
import type { SectionText } from '../tables.ts';
import type { TemplateSubject } from '../templates/template-context.ts';
import { renderSections } from '../templates/template-engine.ts';

/** The sections of a version as its template fills them, but for those that people wrote; refuses a broken template. */
export function fillSections(
  { kernel }: Dependencies,
  template: TemplateRecord,
  {
    subject,
    written,
  }: {
    subject: Omit<TemplateSubject, 'federation' | 'deskMail'>;
    written: readonly SectionText[];
  },
): SectionText[] {
  const { texts, problems } = renderSections(template.sections, {
    ...subject,
    federation: kernel.config.FEDERATION_NAME,
    deskMail: addressOf(kernel.config.MAIL_FROM),
  });
  const [first] = problems;
  if (first) {
    const title = agreementSections.find(({ key }) => key === first.section)?.title ?? first.section;
    throw new AppError(
      'refused',
      'template_broken',
      `The template ${template.name} cannot be filled: ${title}, line ${first.line}: ${first.reason}`,
      {
        errors: problems.map(({ section, line, reason }) => ({
          path: `sections.${section}`,
          message: `line ${line}: ${reason}`,
        })),
      },
    );
  }
  const kept = new Map<SectionKey, SectionText>(written.map((text) => [text.key, text]));
  return agreementSections.map(
    ({ key }): SectionText => kept.get(key) ?? { key, body: texts[key] ?? '', edited: false },
  );
}

/** The text of a version for other days, from its template as it is now, with what people wrote kept; what is written without an order holds on those days. */
export async function refill(
  tx: Tx,
  dependencies: Dependencies,
  { agreement, version }: { agreement: AgreementRow; version: VersionRow },
  { number, validity }: { number: number; validity: Validity },
) {
  const { name, type } = agreement;
  const template = pickTemplate(await templates(tx), type, version.template_id, { orDefault: true });
  const matter = withDays(version.matter, validity);
  const share = agreement.kind === 'SLA' ? null : (matter.shares[0] ?? null);
  return {
    starts_on: validity.startsOn,
    ends_on: validity.endsOn,
    matter,
    sections: fillSections(dependencies, template, {
      subject: { name, type, version: number, validity, matter, share },
      written: version.sections.filter(({ edited }) => edited),
    }),
    template_id: template.id,
    template_name: template.name,
    template_version: template.version,
  };
}
