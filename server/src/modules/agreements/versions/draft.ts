import type { Dependencies } from '../dependencies.ts';
import { fillSections } from '../paper/fill-sections.ts';
import type { SectionText } from '../tables.ts';
import type { TemplateRecord } from '../templates/sql-template-store.ts';
import { changesBetween, type Matter, type MatterShare, type Validity } from './matter.ts';
import type { AgreementRow, NewVersion, VersionRow } from './sql-agreement-store.ts';

/** What a version is drafted from, whether an order says it or a coordinator. */
export interface Draft {
  readonly agreement: Pick<AgreementRow, 'name' | 'type'>;
  readonly order: { readonly id: string; readonly number: number } | null;
  readonly matter: Matter;
  /** The share that the agreement is about; the matter is about it alone. */
  readonly share: MatterShare | null;
  readonly party: { readonly name: string; readonly email: string; readonly organisation: string };
  readonly validity: Validity;
  readonly template: TemplateRecord;
  /** The version that this one follows. */
  readonly former: VersionRow | undefined;
}

/** A version as its draft leaves it: filled from the template, but for the sections that people wrote. */
export function versionOf(
  dependencies: Dependencies,
  { agreement, order, matter, share, party, validity, template, former }: Draft,
  { number, written }: { number: number; written: readonly SectionText[] },
): NewVersion {
  return {
    order_id: order?.id ?? null,
    order_number: order?.number ?? null,
    starts_on: validity.startsOn,
    ends_on: validity.endsOn,
    party_name: party.name,
    party_email: party.email,
    party_organisation: party.organisation,
    matter,
    sections: fillSections(dependencies, template, {
      subject: { ...agreement, version: number, validity, matter, share },
      written,
    }),
    changes: former
      ? changesBetween(
          { matter: former.matter, validity: { startsOn: former.starts_on, endsOn: former.ends_on } },
          { matter, validity },
        )
      : [],
    template_id: template.id,
    template_name: template.name,
    template_version: template.version,
  };
}
