import { useState } from 'react';

import { Button } from '../ui/button.tsx';
import { Kbd } from '../ui/small.tsx';
import { Dialog } from './dialog.tsx';
import { keys, readableKeys, setSingleKeys, singleKeysOn } from './keys.ts';
import type { KeyBinding, KeyGroup } from './keys.ts';
import { t } from './messages.ts';
import './palette.css';

const order: readonly KeyGroup[] = ['Everywhere', 'Lists', 'Records', 'Writing'];

/** `?`: every key that works on this page, and the switch for single letters. */
export function KeysOverlay({ onClose }: { onClose: () => void }) {
  const [bound] = useState<readonly KeyBinding[]>(() => keys.list());
  const [single, setSingle] = useState(singleKeysOn);
  const groups = order
    .map((group) => ({ group, list: bound.filter((binding) => binding.group === group) }))
    .filter(({ list }) => list.length > 0);
  return (
    <Dialog label={t('Keys on this page')} className="pt-keys" onClose={onClose}>
      <div className="pt-dialog-body">
        <h2 className="pt-h1">{t('Keys on this page')}</h2>
        <div className="pt-keys-groups">
          {groups.map(({ group, list }) => (
            <section key={group}>
              <h3 className="pt-h2">{t(group)}</h3>
              <ul>
                {list.map((binding) => (
                  <li key={binding.keys}>
                    <span>{t(binding.label)}</span>
                    {readableKeys(binding.keys).map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        <label className="pt-row">
          <input
            type="checkbox"
            className="pt-check"
            checked={single}
            onChange={(event) => {
              setSingleKeys(event.target.checked);
              setSingle(event.target.checked);
            }}
          />
          {t('Single letters act as keys')}
        </label>
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{t('Close')}</Button>
        </div>
      </div>
    </Dialog>
  );
}
