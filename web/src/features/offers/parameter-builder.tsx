import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';

import { parameterTypes } from '#contracts/catalogue/parameters';

import { t } from '../../app/messages.ts';
import { toast } from '../../app/toasts.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import type { Form } from '../../ui/form/use-form.ts';
import type { OfferForm } from './offer-fields.ts';
import { newDraft, typeWords } from './parameter-draft.ts';
import type { ParameterDraft } from './parameter-draft.ts';
import { ParameterFields } from './parameter-fields.tsx';
import { placed } from './placed.ts';

/** The questions of an offer from first to last: added, moved by buttons or by drag, removed and taken back. */
export function ParameterBuilder({ form }: { form: Form<typeof OfferForm> }) {
  const [dragged, setDragged] = useState<number>();
  const drafts = form.values.parameters;
  const set = (next: readonly ParameterDraft[]) => form.set('parameters', next);
  const remove = (place: number) => {
    const before = drafts;
    const name = before[place]?.label;
    set(before.filter((_draft, other) => other !== place));
    toast({
      text: name ? t('{name} is removed.', { name }) : t('The parameter is removed.'),
      undo: () => set(before),
    });
  };
  return (
    <>
      <ol className="pt-parameters">
        {drafts.map((draft, place) => {
          const name = draft.label === '' ? t(typeWords[draft.type]) : draft.label;
          return (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the buttons of each entry move it by key
            <li
              key={draft.key}
              onDragOver={(event) => {
                if (dragged !== undefined) event.preventDefault();
              }}
              onDrop={() => {
                if (dragged !== undefined) set(placed(drafts, dragged, place));
                setDragged(undefined);
              }}
            >
              <section aria-label={t('Parameter {n}: {name}', { n: place + 1, name })}>
                <header
                  className="pt-parameter-head"
                  draggable
                  onDragStart={() => setDragged(place)}
                  onDragEnd={() => setDragged(undefined)}
                >
                  <IconGripVertical size={16} stroke={1.6} aria-hidden />
                  <span className="pt-strong">{`${place + 1}. ${name}`}</span>
                  <span className="pt-second">{t(typeWords[draft.type])}</span>
                  <span className="pt-parameter-acts">
                    <IconButton
                      icon={IconArrowUp}
                      label={t('Move {name} up', { name })}
                      onClick={() => set(placed(drafts, place, place - 1))}
                    />
                    <IconButton
                      icon={IconArrowDown}
                      label={t('Move {name} down', { name })}
                      onClick={() => set(placed(drafts, place, place + 1))}
                    />
                    <IconButton icon={IconTrash} label={t('Remove {name}', { name })} onClick={() => remove(place)} />
                  </span>
                </header>
                <div className="pt-parameter-fields">
                  <ParameterFields draft={draft} field={(part) => form.field(`parameters.${place}.${part}`)} />
                </div>
              </section>
            </li>
          );
        })}
      </ol>
      <fieldset className="pt-row" aria-label={t('Add a parameter')}>
        {parameterTypes.map((type) => (
          <Button key={type} size="small" icon={IconPlus} onClick={() => set([...drafts, newDraft(type, drafts)])}>
            {t(typeWords[type])}
          </Button>
        ))}
      </fieldset>
    </>
  );
}
