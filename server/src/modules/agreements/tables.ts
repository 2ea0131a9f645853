import type { Generated, Kysely } from 'kysely';
import type { AgreementState } from '#contracts/agreements/lifecycle';
import type { AgreementKind, Side } from '#contracts/agreements/schemas';
import type { SectionKey } from '#contracts/agreements/sections';
import type { KernelTables, Read } from '#kernel/database';
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
    order_id: string;
    order_number: number;
    share_id: string | null;
    parent_id: string | null;
    customer_id: string;
    customer_name: string;
    project_number: number;
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
    created_at: string;
    changed_at: string;
  };
  'agreements.versions': {
    id: string;
    agreement_id: string;
    number: number;
    state: AgreementState;
    order_id: string;
    order_number: number;
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
};

/** The tables of this module, over the pool or inside a transaction. */
export function tables(read: Read): Kysely<KernelTables & AgreementsTables> {
  return read.withTables<AgreementsTables>();
}
