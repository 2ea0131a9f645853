import type { MigrationSource } from '#kernel/database';

export const auditAppendOnly: MigrationSource = {
  name: '0008_audit_append_only',
  statements: [
    `create function kernel.refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '%.% is append-only', tg_table_schema, tg_table_name using errcode = 'insufficient_privilege';
      end $$`,
    `create trigger append_only before update or delete or truncate on kernel.audit
      for each statement execute function kernel.refuse_change()`,
  ],
};
