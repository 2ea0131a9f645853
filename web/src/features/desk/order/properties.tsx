import { useQuery } from '@tanstack/react-query';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { OrderDesk } from '#contracts/ordering/order-schemas';

import { queryOf } from '../../../api/query.ts';
import { confirm } from '../../../app/confirm.tsx';
import { Dialog } from '../../../app/dialog.tsx';
import { useKey } from '../../../app/keys.ts';
import { t } from '../../../app/messages.ts';
import { useSession } from '../../../app/session.tsx';
import { toast } from '../../../app/toasts.tsx';
import { Button } from '../../../ui/button.tsx';
import '../../../ui/form/form.css';
import { Priority } from '../../../ui/marks/state.tsx';
import { MenuButton } from '../../../ui/menu-button.tsx';
import type { MenuPart } from '../../../ui/menu-button.tsx';
import { DefinitionList, Section } from '../../../ui/record/record-page.tsx';
import { AddTag, Avatar, Notice, Tag } from '../../../ui/small.tsx';
import { classWords, priorities, priorityWords } from '../words.ts';
import { ActDialog } from './act-dialog.tsx';
import type { OrderWork } from './use-order-work.ts';
import { formatWorkingTime } from '../../../ui/time/format.ts';
import { Link } from '../../../ui/link.tsx';

/** Who has it, which group, class, priority, tags: each changed where it stands. */
export function Properties({ work, desk, mayWork }: { work: OrderWork; desk: OrderDesk; mayWork: boolean }) {
  const [classTo, setClassTo] = useState<OrderDesk['class']>();
  const [tagging, setTagging] = useState(false);
  const groups = useQuery({ ...queryOf(orderingEndpoints.listGroups, {}), enabled: mayWork });
  const { person } = useSession();
  const change = (body: Parameters<OrderWork['updateDesk']>[0]) => work.press(() => work.updateDesk(body));
  useKey({ keys: 'l', label: 'Tag', group: 'Records', run: () => setTagging(true) }, mayWork);
  useKey(
    { keys: 'a', label: 'Assign to me', group: 'Records', run: () => change({ assignee: 'me' }) },
    mayWork && desk.assignee?.id !== person?.id,
  );
  useKey(
    {
      keys: 'e',
      label: 'Edit properties',
      group: 'Records',
      run: () => document.querySelector<HTMLElement>('.pt-property button')?.focus(),
    },
    mayWork,
  );

  const own = desk.assignee !== null && desk.assignee.id === person?.id;
  const members = (groups.data?.groups ?? []).find(({ id }) => id === desk.group.id)?.members ?? [];
  const markAsSpam = () =>
    void confirm({
      title: t('Mark order {number} as spam?', { number: String(work.order.number) }),
      body: t(
        'If it is not decided yet it is rejected. The customer gets no mail; the page of the order says that it was not accepted.',
      ),
      verb: t('Mark order {number} as spam', { number: String(work.order.number) }),
      keep: t('Keep order'),
      danger: true,
      run: () => work.updateDesk({ spam: 'yes' }),
    });
  const assignTo = (assignee: string | null, name: string) => {
    const before = desk.assignee?.id ?? null;
    work.press(async () => {
      await work.updateDesk({ assignee });
      toast({
        text: t('Assigned to {name}', { name }),
        undo: () => work.press(() => work.updateDesk({ assignee: before })),
      });
    });
  };
  const assignees: readonly MenuPart[] = [
    {
      entries: [
        ...(own ? [] : [{ id: 'me', label: t('Me'), chosen: false, onRun: () => assignTo('me', t('me')) }]),
        ...members
          .filter(({ id }) => own || id !== person?.id)
          .map(({ id, name }) => ({
            id,
            label: name,
            chosen: desk.assignee?.id === id,
            onRun: () => assignTo(id, name),
          })),
      ],
    },
    {
      entries: [
        { id: 'nobody', label: t('Nobody'), chosen: desk.assignee === null, onRun: () => assignTo(null, t('nobody')) },
      ],
    },
  ];
  return (
    <Section title={t('Properties')}>
      <DefinitionList
        facts={[
          [
            t('Assignee'),
            <Property key="assignee" label={t('Assignee')} parts={mayWork ? assignees : null}>
              <Avatar name={desk.assignee?.name ?? null} own={own} size={20} /> {desk.assignee?.name ?? t('Nobody')}
            </Property>,
          ],
          [
            t('Group'),
            <Property
              key="group"
              label={t('Group')}
              parts={
                mayWork
                  ? [
                      {
                        entries: (groups.data?.groups ?? []).map(({ id, name }) => ({
                          id,
                          label: name,
                          chosen: id === desk.group.id,
                          onRun: () => change({ group: id }),
                        })),
                      },
                    ]
                  : null
              }
            >
              <span title={desk.routedBecause}>{desk.group.name}</span>
            </Property>,
          ],
          [
            t('Class'),
            <Property
              key="class"
              label={t('Class')}
              parts={
                mayWork
                  ? [
                      {
                        heading: t('With a reason'),
                        entries: (['simple', 'complex', 'joint'] as const).map((id) => ({
                          id,
                          label: t(classWords[id]),
                          chosen: id === desk.class,
                          onRun: () => setClassTo(id),
                        })),
                      },
                    ]
                  : null
              }
            >
              <span title={desk.classBecause}>{t(classWords[desk.class])}</span>
            </Property>,
          ],
          [
            '',
            desk.classBecause === '' ? null : (
              <span key="because" className="pt-second">
                {desk.classBecause}
              </span>
            ),
          ],
          [
            t('Priority'),
            <Property
              key="priority"
              label={t('Priority')}
              parts={
                mayWork
                  ? [
                      {
                        entries: priorities.map((priority) => ({
                          id: priority,
                          label: t(priorityWords[priority]),
                          chosen: priority === desk.priority,
                          onRun: () => change({ priority }),
                        })),
                      },
                    ]
                  : null
              }
            >
              <Priority level={desk.priority} />
            </Property>,
          ],
          [
            t('Tags'),
            <span key="tags" className="pt-tags">
              {desk.tags.map((tag) => (
                <Tag
                  key={tag}
                  {...(mayWork ? { onRemove: () => change({ tags: desk.tags.filter((other) => other !== tag) }) } : {})}
                >
                  {tag}
                </Tag>
              ))}
              {mayWork && <AddTag label={t('Add a tag')} onAdd={() => setTagging(true)} />}
              {!mayWork && desk.tags.length === 0 && <span className="pt-muted">—</span>}
            </span>,
          ],
          [
            t('Source'),
            desk.origin ? (
              <span key="source">
                <a href={desk.origin.url} target="_blank" rel="noreferrer">
                  {desk.origin.name}
                </a>
                , {desk.origin.place}
              </span>
            ) : (
              sourceWord(desk.source)
            ),
          ],
          ...(desk.question === null
            ? []
            : [
                [
                  t('Asked before in'),
                  <Link key="question" href={`/questions/${desk.question}`}>
                    {t('Question {n}', { n: desk.question })}
                  </Link>,
                ] as const,
              ]),
          [
            t('Time in states'),
            <span key="times" className="pt-second">
              {desk.timeInStates
                .filter(({ state, seconds }) => state !== 'created' || seconds > 0)
                .map(({ state, word, seconds, times }) => (
                  <span key={state} className="pt-block">
                    {times > 1
                      ? t('{state} {time} in {n} times', {
                          state: word,
                          time: formatWorkingTime(seconds / 60),
                          n: times,
                        })
                      : `${word} ${formatWorkingTime(seconds / 60)}`}
                  </span>
                ))}
            </span>,
          ],
          [
            t('Spam'),
            <Property
              key="spam"
              label={t('Spam')}
              parts={
                mayWork
                  ? [
                      {
                        entries: (['no', 'yes'] as const).map((spam) => ({
                          id: spam,
                          label: spam === 'no' ? t('No, it is an order') : t('Yes, it is spam'),
                          chosen: desk.spam.state === spam,
                          onRun: () => (spam === 'yes' ? markAsSpam() : change({ spam })),
                        })),
                      },
                    ]
                  : null
              }
            >
              {desk.spam.state === 'no' ? t('No') : desk.spam.state === 'yes' ? t('Yes') : t('Suspected')}
            </Property>,
          ],
        ]}
      />
      {desk.spam.state === 'suspected' && desk.spam.reasons.length > 0 && (
        <Notice tone="amber">{desk.spam.reasons.map((reason) => t(reason)).join('. ')}</Notice>
      )}
      {classTo && (
        <ActDialog
          title={t('Make order {number} {class}?', {
            number: String(work.order.number),
            class: t(classWords[classTo]).toLowerCase(),
          })}
          effect={t('The clocks of the order follow its class')}
          needs={['reason']}
          verb={t('Change class')}
          keep={t('Keep class')}
          onClose={() => setClassTo(undefined)}
          onSend={({ reason }) => work.updateDesk({ class: classTo, ...(reason === undefined ? {} : { reason }) })}
        />
      )}
      {tagging && (
        <TagDialog
          onClose={() => setTagging(false)}
          onAdd={(tags) => work.updateDesk({ tags: [...new Set([...desk.tags, ...tags])] })}
        />
      )}
    </Section>
  );
}

const sourceWords: Readonly<Record<string, string>> = {
  tmf641: 'TM Forum 641',
  marketplace: 'Marketplace',
  api: 'API',
  import: 'Import',
  change: 'Change of an order',
  'foreign-marketplace': 'Foreign marketplace',
};

function sourceWord(source: string): string {
  return t(sourceWords[source] ?? source);
}

/** A value that opens a menu where it may be changed. */
function Property({
  label,
  parts,
  children,
}: {
  label: string;
  parts: readonly MenuPart[] | null;
  children: ReactNode;
}) {
  if (!parts) return <span className="pt-row">{children}</span>;
  return (
    <span className="pt-property">
      <MenuButton
        label={label}
        parts={parts}
        button={
          <button type="button">
            <span className="pt-hidden">{t('Change {what}:', { what: label.toLowerCase() })} </span>
            {children}
            <IconChevronDown size={13} stroke={1.7} aria-hidden />
          </button>
        }
      />
    </span>
  );
}

function TagDialog({ onClose, onAdd }: { onClose: () => void; onAdd: (tags: readonly string[]) => Promise<unknown> }) {
  const [text, setText] = useState('');
  const [failure, setFailure] = useState<string>();
  const tags = text.split(/[\s,]+/).filter((tag) => tag !== '');
  const add = () => {
    if (tags.length === 0) setFailure(t('Type a tag.'));
    else
      void onAdd(tags).then(onClose, (error: unknown) =>
        setFailure(error instanceof Error ? error.message : t('It did not work. Try again.')),
      );
  };
  return (
    <Dialog label={t('Add tags')} onClose={onClose}>
      <form
        className="pt-dialog-body"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <h2 className="pt-h1">{t('Add tags')}</h2>
        <label className="pt-field">
          <span className="pt-field-label">{t('Tags')}</span>
          <span className="pt-field-hint">{t('Several with spaces between. Only the desk sees them.')}</span>
          <input className="pt-input" value={text} maxLength={400} onChange={(event) => setText(event.target.value)} />
        </label>
        {failure && <Notice tone="red">{failure}</Notice>}
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" look="primary">
            {t('Add tags')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
