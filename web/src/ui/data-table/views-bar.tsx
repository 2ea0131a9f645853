import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';

import { confirm } from '../../app/confirm.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../button.tsx';
import '../form/form.css';
import { Link } from '../link.tsx';
import { Mark } from '../marks/state.tsx';
import { queryToSave } from './list-address.ts';
import type { ListView } from './list-address.ts';
import type { List } from './use-list.ts';

export interface ViewSaving {
  /** Saves the present query under a name; `id` where a view is changed. */
  readonly save: (view: {
    readonly id?: string;
    readonly name: string;
    readonly query: string;
    readonly forGroup: boolean;
  }) => Promise<unknown>;
  readonly remove: (id: string) => Promise<unknown>;
  /** True for a shifter: a view can be shared with the group. */
  readonly canShare?: boolean;
}

const order = { me: 0, group: 1, shipped: 2 } as const;

/** Saved views as tabs with their counts; a changed view shows a dot and can be saved. */
export function ViewsBar({ list, saving }: { list: List; saving?: ViewSaving }) {
  const [asking, setAsking] = useState(false);
  const views = list.definition.views.toSorted((a, b) => order[a.owner ?? 'shipped'] - order[b.owner ?? 'shipped']);
  const current = views.find((view) => view.id === list.state.view);
  const save = (name: string, { id, forGroup }: { id?: string; forGroup: boolean }) =>
    saving?.save({ ...(id === undefined ? {} : { id }), name, query: queryToSave(list.state), forGroup });
  if (views.length === 0 && !saving) return null;
  return (
    <div className="pt-views">
      <nav aria-label={t('Views')} className="pt-views-tabs">
        {views.map((view) => (
          <Link
            key={view.id}
            href={list.hrefOfView(view.id)}
            className="pt-view"
            aria-current={view.id === list.state.view ? 'true' : undefined}
          >
            {view.attention && (view.count ?? 0) > 0 && <Mark name="octagon" tone="red" size={13} />}
            {view.label}
            {typeof view.count === 'number' && <span className="pt-view-count">{formatNumber(view.count)}</span>}
            {view.id === list.state.view && list.changed && (
              <span className="pt-view-changed" title={t('Changed since it was saved')}>
                <span className="pt-hidden">{t('changed')}</span>
              </span>
            )}
          </Link>
        ))}
      </nav>
      {saving && list.changed && current?.mine && (
        <Button
          look="quiet"
          size="small"
          onClick={() => void save(current.label, { id: current.id, forGroup: current.owner === 'group' })}
        >
          {t('Save changes')}
        </Button>
      )}
      {saving && (
        <Button look="quiet" size="small" icon={IconPlus} onClick={() => setAsking(true)}>
          {list.changed ? t('Save as') : t('Save view')}
        </Button>
      )}
      {saving && current?.mine && (
        <Button look="quiet" size="small" icon={IconTrash} onClick={() => void askToDelete(current, saving)}>
          {t('Delete view')}
        </Button>
      )}
      {saving && asking && (
        <SaveDialog
          canShare={saving.canShare ?? false}
          onClose={() => setAsking(false)}
          onSave={async (name, forGroup) => {
            await save(name, { forGroup });
            setAsking(false);
          }}
        />
      )}
    </div>
  );
}

function askToDelete({ id, label, owner }: ListView, saving: ViewSaving): Promise<boolean> {
  return confirm({
    title: t('Delete view {name}?', { name: label }),
    body: owner === 'group' ? t('It goes for your whole group. The orders stay.') : t('The orders stay.'),
    verb: t('Delete view {name}', { name: label }),
    keep: t('Keep view'),
    danger: true,
    run: () => saving.remove(id),
  });
}

interface SaveDialogProps {
  readonly canShare: boolean;
  readonly onClose: () => void;
  readonly onSave: (name: string, forGroup: boolean) => Promise<void>;
}

function SaveDialog({ canShare, onClose, onSave }: SaveDialogProps) {
  const [name, setName] = useState('');
  const [forGroup, setForGroup] = useState(false);
  const [busy, setBusy] = useState(false);
  return (
    <Dialog label={t('Save view')} onClose={onClose} canClose={!busy}>
      <form
        className="pt-dialog-body"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          setBusy(true);
          void onSave(name.trim(), forGroup).finally(() => setBusy(false));
        }}
      >
        <h2 className="pt-h1">{t('Save view')}</h2>
        <p>{t('Keeps filters, sort and grouping under a name. New orders that match appear in it.')}</p>
        <label className="pt-field">
          <span className="pt-field-label">{t('Name')}</span>
          <input
            className="pt-input"
            value={name}
            maxLength={60}
            required
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        {canShare && (
          <label className="pt-row">
            <input
              type="checkbox"
              className="pt-check"
              checked={forGroup}
              onChange={(event) => setForGroup(event.target.checked)}
            />
            {t('My whole group sees it')}
          </label>
        )}
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {t('Save view')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
