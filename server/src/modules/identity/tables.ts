import type { Read } from '#kernel/database';

/** Tables of the schema `identity`; nobody outside the module reads them. A type, because `withTables` asks for an index signature. */
export type IdentityTables = {
  'identity.people': {
    id: string;
    name: string;
    sort_name: string;
    email: string | null;
    email_verified: boolean;
    institution: string | null;
    country: string | null;
    assurance: string[];
    terms_version: string | null;
    terms_accepted_at: string | null;
    preferences: Record<string, unknown>;
    search: string;
    created_at: string;
    last_sign_in_at: string | null;
    erased_at: string | null;
    version: number;
  };
  'identity.identities': {
    id: string;
    person_id: string;
    issuer: string;
    subject: string;
    assurance: string[];
    entitlements: string[];
    linked_at: string;
    last_used_at: string;
  };
  'identity.mapping_rules': {
    id: string;
    entitlement: string;
    role: string;
    scope: string;
    created_at: string;
    version: number;
  };
  'identity.role_relations': {
    id: string;
    person_id: string;
    role: string;
    scope: string;
    source: 'grant' | 'mapping';
    granted_by: string | null;
    granted_at: string;
  };
  'identity.sessions': {
    id: string;
    token_hash: string;
    previous_hash: string | null;
    person_id: string;
    device: string;
    created_at: string;
    last_seen_at: string;
    rotated_at: string;
    expires_at: string;
  };
  'identity.api_tokens': {
    id: string;
    token_hash: string;
    person_id: string;
    name: string;
    scopes: string[];
    hint: string;
    created_at: string;
    expires_at: string;
    last_used_at: string | null;
  };
  'identity.login_attempts': {
    state_hash: string;
    browser_hash: string;
    nonce: string;
    verifier: string;
    to_path: string;
    link_person_id: string | null;
    expires_at: string;
  };
  'identity.demo_oidc': {
    model: string;
    id: string;
    payload: Record<string, unknown>;
    uid: string | null;
    grant_id: string | null;
    expires_at: string | null;
  };
};

/** The module's view of a pool or a transaction. */
export const tables = (read: Read) => read.withTables<IdentityTables>();
