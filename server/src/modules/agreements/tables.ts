import type { Generated, Kysely } from 'kysely';
import type { AgreementState } from '#contracts/agreements/lifecycle';
import type { AgreementKind, AgreementType } from '#contracts/agreements/kinds';
import type { Side } from '#contracts/agreements/schemas';
import type { SectionKey } from '#contracts/agreements/sections';
import type { KernelTables, Read } from '#kernel/database';
import type { ExclusionReason } from '#contracts/agreements/result-schemas';
import type { MonthReason } from '#contracts/agreements/evaluation';
import type { Matter } from './versions/matter.ts';

/** The text of a section; `edited` once people changed what the template gave. */
export interface SectionText {
  readonly key: SectionKey;
  readonly body: string;
  readonly edited: boolean;
}

export type AgreementsTables = {
  'agreements.templates': {
    id: string;
    kind: AgreementKind;
    type: AgreementType;
    name: string;
    is_default: boolean;
    version: number;
    archived_at: string | null;
    changed_at: string;
  };
  'agreements.template_versions': {
    template_id: string;
    version: number;
    sections: Record<string, string>;
    note: string;
    saved_by_id: string | null;
    saved_by: string;
    saved_at: string;
  };
  'agreements.agreements': {
    id: string;
    name: string;
    kind: AgreementKind;
    /** Null where no order brought it about; so are the project and the customer where none is known here. */
    order_id: string | null;
    order_number: number | null;
    share_id: string | null;
    parent_id: string | null;
    customer_id: string | null;
    customer_name: string;
    /** The account of who answers for a provider that is no site. */
    contact_id: string | null;
    project_number: number | null;
    project_name: string;
    service_name: string;
    party_name: string;
    site: string | null;
    reader_ids: string[];
    group_id: string;
    shown_version: number;
    state: AgreementState;
    starts_on: string;
    ends_on: string;
    open_version: number | null;
    waiting_for: 'desk' | 'party' | 'both' | 'nobody';
    search: string;
    type: AgreementType;
    created_at: string;
    changed_at: string;
  };
  'agreements.versions': {
    id: string;
    agreement_id: string;
    number: number;
    state: AgreementState;
    order_id: string | null;
    order_number: number | null;
    starts_on: string;
    ends_on: string;
    party_name: string;
    party_email: string;
    party_organisation: string;
    matter: Matter;
    sections: SectionText[];
    changes: string[];
    template_id: string;
    template_name: string;
    template_version: number;
    revision: Generated<number>;
    text_revision: Generated<number>;
    text_changed_at: string;
    reason: string | null;
    prepared_at: string;
    proposed_at: string | null;
    agreed_at: string | null;
    ended_at: string | null;
    changed_at: string;
  };
  'agreements.supports': {
    sla_id: string;
    under_id: string;
    linked_at: string;
    linked_by_id: string | null;
    linked_by: string;
  };
  'agreements.signatures': {
    id: string;
    version_id: string;
    side: Side;
    name: string;
    role: string;
    how: 'account' | 'link';
    person_id: string | null;
    link_id: string | null;
    signed_at: string;
  };
  'agreements.sign_links': {
    id: string;
    version_id: string;
    purpose: 'sign' | 'read';
    token_hash: string;
    recipient_name: string;
    recipient_email: string;
    created_at: string;
    expires_at: string | null;
    revoked_at: string | null;
    used_at: string | null;
  };
  'agreements.comments': {
    id: string;
    version_id: string;
    section: string;
    body: string;
    side: Side;
    by_id: string | null;
    by_name: string;
    internal: boolean;
    written_at: string;
  };
  'agreements.pdfs': {
    id: string;
    version_id: string;
    text_revision: number;
    state: string;
    file_id: string;
    sha256: string;
    size_bytes: number;
    rendered_at: string;
  };
  'agreements.monthly_results': {
    id: string;
    site: string;
    month: string;
    availability: number | null;
    reliability: number | null;
    unknown: number | null;
    source: string;
    reported_at: string;
    reported_by_id: string | null;
    reported_by: string;
    replaced_at: string | null;
  };
  'agreements.exclusions': {
    id: string;
    site: string | null;
    month: string;
    reason: ExclusionReason;
    note: string;
    made_at: string;
    made_by_id: string | null;
    made_by: string;
    lifted_at: string | null;
    lifted_by: string | null;
  };
  'agreements.violations': {
    id: string;
    share_key: string;
    agreement_id: string;
    version: number;
    site: string;
    month: string;
    reasons: MonthReason[];
    availability: number;
    reliability: number;
    target_availability: number;
    target_reliability: number;
    opened_at: string;
    due_at: string;
    justification: string | null;
    justified_at: string | null;
    justified_by_id: string | null;
    justified_by: string | null;
    justified_how: 'account' | 'link' | null;
    outcome: 'accepted' | 'not_accepted' | 'cleared' | null;
    settled_note: Generated<string>;
    settled_at: string | null;
    settled_by_id: string | null;
    settled_by: string | null;
  };
  'agreements.justify_links': {
    id: string;
    violation_id: string;
    token_hash: string;
    recipient_email: string;
    created_at: string;
  };
  'agreements.escalations': {
    id: string;
    share_key: string;
    agreement_id: string;
    site: string;
    month: string;
    raised_at: string;
    settled_at: string | null;
    settled_by_id: string | null;
    settled_by: string | null;
  };
};

/** The tables of this module, over the pool or inside a transaction. */
export function tables(read: Read): Kysely<KernelTables & AgreementsTables> {
  return read.withTables<AgreementsTables>();
}
