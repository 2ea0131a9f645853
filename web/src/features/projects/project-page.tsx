import {
  IconArchive,
  IconArchiveOff,
  IconArrowsExchange,
  IconCopy,
  IconMessage2,
  IconPencil,
  IconShoppingBag,
  IconTrash,
  IconUserPlus,
} from '@tabler/icons-react';
import type { TablerIcon } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { LineSummary, Project } from '#contracts/ordering/project-schemas';

import { queryOf } from '../../api/query.ts';
import { useGo } from '../../app/address.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam, useRouteSearch } from '../../app/route-hooks.ts';
import { ActionList, LinkButton } from '../../ui/button.tsx';
import type { ActionItem } from '../../ui/button.tsx';
import { TwoLine } from '../../ui/data-table/cells.tsx';
import '../../ui/data-table/data-table.css';
import { Link } from '../../ui/link.tsx';
import { State } from '../../ui/marks/state.tsx';
import { RecordBones } from '../../ui/record/record-bones.tsx';
import { DefinitionList, RecordPage, Section } from '../../ui/record/record-page.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState, Notice } from '../../ui/small.tsx';
import { DayText, When } from '../../ui/time/when.tsx';
import { askArchive, EditProject, HandOver, InviteMember, useProjectChanged } from './project-acts.tsx';
import { projectRoute } from './index.ts';
import { Members } from './members.tsx';
import { bundledLines, isFurtherLine, linesByKind, rightWord, typologyWords } from './project-words.ts';
import { ProjectContact } from './project-contact.tsx';
import { askDelete, DuplicateProject } from './project-copies.tsx';
import './projects.css';

const icons: Readonly<Record<string, TablerIcon>> = {
  order: IconShoppingBag,
  edit: IconPencil,
  invite: IconUserPlus,
  hand_over: IconArrowsExchange,
  archive: IconArchive,
  restore: IconArchiveOff,
  duplicate: IconCopy,
  delete: IconTrash,
};

type Open = 'edit' | 'invite' | 'hand_over' | 'duplicate' | null;

/** A project: its orders by kind of access, its people, what it is about. */
export function ProjectPage() {
  const number = Number(useRouteParam('number'));
  const found = useQuery(queryOf(orderingEndpoints.readProject, { params: { number } }));
  if (found.isError && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <RecordBones trail={t('My projects')} />;
  return <ProjectRecord project={found.data} />;
}

function ProjectRecord({ project }: { project: Project }) {
  const go = useGo();
  const { tab } = useRouteSearch(projectRoute);
  const changed = useProjectChanged();
  const [open, setOpen] = useState<Open>(null);
  const act = (action: string) => {
    if (action === 'order') go(`/marketplace?project=${project.number}`);
    else if (action === 'archive' || action === 'restore') askArchive(project, changed);
    else if (action === 'delete') askDelete(project, () => go('/projects', { replace: true }));
    else if (action === 'edit' || action === 'invite' || action === 'hand_over' || action === 'duplicate')
      setOpen(action);
  };
  const actions: ActionItem[] = project.actions
    .filter(({ action }) => action !== 'remove_member')
    .map(({ action, label, effect, refusal, primary }) => ({
      id: action,
      label,
      effect,
      refusal,
      ...(icons[action] ? { icon: icons[action] } : {}),
      mails: action === 'invite' || action === 'hand_over',
      ...(primary ? { look: 'primary' as const } : {}),
      onRun: () => act(action),
    }));
  const close = () => setOpen(null);

  return (
    <RecordPage
      kind={t('Project')}
      title={project.name}
      stateNote={project.status === 'archived' ? t('archived') : rightWord(project.right)}
      from={{ list: t('My projects'), listHref: '/projects' }}
      left={<Short project={project} />}
      actionCount={actions.filter(({ refusal }) => refusal === null).length}
      right={
        <Section title={t('What you can do now')}>
          <ActionList actions={actions} />
        </Section>
      }
    >
      {project.needsAnswer > 0 && (
        <div className="pt-section">
          <Notice tone="amber">
            {t(
              { one: '1 order waits for your answer', other: '{n} orders wait for your answer' },
              { n: project.needsAnswer },
            )}
          </Notice>
        </div>
      )}
      <ProjectTabs number={project.number} tab={tab} />
      {tab === 'resources' && <Lines project={project} />}
      {tab === 'details' && (
        <>
          <About project={project} />
          <Members project={project} onInvite={() => setOpen('invite')} />
        </>
      )}
      {tab === 'contact' && <ProjectContact number={project.number} side="project" />}
      {open === 'duplicate' && <DuplicateProject project={project} onClose={close} />}
      {open === 'edit' && <EditProject project={project} onClose={close} />}
      {open === 'invite' && <InviteMember project={project} onClose={close} />}
      {open === 'hand_over' && <HandOver project={project} onClose={close} />}
    </RecordPage>
  );
}

const tabs = { resources: 'Resources', details: 'Details and people', contact: 'Contact with experts' } as const;
type Tab = keyof typeof tabs;

function ProjectTabs({ number, tab }: { number: number; tab: Tab }) {
  return (
    <nav aria-label={t('Parts of the project')} className="pt-views-tabs pt-project-tabs">
      {(Object.keys(tabs) as Tab[]).map((id) => (
        <Link
          key={id}
          href={id === 'resources' ? `/projects/${number}` : `/projects/${number}?tab=${id}`}
          className="pt-view"
          aria-current={id === tab ? 'page' : undefined}
        >
          {t(tabs[id])}
        </Link>
      ))}
    </nav>
  );
}

/** Whose it is, beside every part. */
function Short({ project: { details, members, owner } }: { project: Project }) {
  return (
    <Section title={t('In short')}>
      <DefinitionList
        facts={[
          [t('Who'), t(typologyWords[details.typology])],
          [t('Owner'), owner.name],
          [t('Members'), members.length === 0 ? '' : String(members.length)],
        ]}
      />
    </Section>
  );
}

function About({ project }: { project: Project }) {
  const { details } = project;
  return (
    <>
      <Section title={t('About')}>
        {details.overview === '' ? (
          <p className="pt-muted">
            {t('Nobody has said yet why access is needed. Providers read it when they decide.')}
          </p>
        ) : (
          <p className="pt-project-overview">{details.overview}</p>
        )}
        <DefinitionList
          facts={[
            [t('Who'), t(typologyWords[details.typology])],
            [t('Group'), details.userGroupName],
            [t('Owned by'), details.projectOwner],
            [t('Company'), details.companyName],
            [
              t('Web'),
              details.website && (
                <a key="web" href={details.website} rel="noreferrer">
                  {details.website}
                </a>
              ),
            ],
            [t('From'), details.organisation],
            [t('Country'), details.country],
            [t('Partners'), details.partnerCountries.join(', ')],
            [t('Field'), details.scientificDomains.join(', ')],
          ]}
        />
      </Section>
    </>
  );
}

function Lines({ project }: { project: Project }) {
  const order = project.actions.find(({ action }) => action === 'order');
  if (project.lines.length === 0) {
    return (
      <EmptyState
        title={t('Nothing is ordered yet')}
        action={
          order?.refusal === null && (
            <LinkButton icon={IconShoppingBag} href={`/marketplace?project=${project.number}`}>
              {t('Look at the marketplace')}
            </LinkButton>
          )
        }
      >
        {t('Orders of this project appear here, with what happens next.')}
      </EmptyState>
    );
  }
  return linesByKind(project.lines).map(({ kind, title, lines }) => (
    <Section
      key={kind}
      title={title}
      aside={<span className="pt-second">{lines.filter((line) => !isFurtherLine(line)).length}</span>}
    >
      <SubTable label={title}>
        <thead>
          <tr>
            <th scope="col">{t('Service and offer')}</th>
            <th scope="col">{t('State')}</th>
            <th scope="col" data-align="right" data-wide>
              {t('Until')}
            </th>
            <th scope="col" data-align="right" data-wide>
              {kind === 'order' ? t('Ordered') : t('Added')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bundledLines(lines).map((line) => (
            <LineRow key={line.iid} project={project.number} line={line} />
          ))}
        </tbody>
      </SubTable>
    </Section>
  ));
}

function LineRow({ project, line }: { project: number; line: LineSummary }) {
  const isOver = line.state === 'closed' || line.state === 'rejected';
  return (
    <tr className="pt-line-row" data-off={isOver || undefined} data-further={isFurtherLine(line) || undefined}>
      <th scope="row">
        <TwoLine
          strong
          first={<Link href={`/projects/${project}/lines/${line.iid}`}>{line.service}</Link>}
          second={
            line.changeOf === null
              ? [line.number, line.offer, ...(line.bundle ? [line.bundle.name] : [])].join(', ')
              : t('{number}, {offer}, change of {earlier}', {
                  number: String(line.number),
                  offer: line.offer,
                  earlier: String(line.changeOf),
                })
          }
          mark={
            line.newMessages > 0 && (
              <span className="pt-new-messages">
                <IconMessage2 size={14} stroke={1.7} aria-hidden />
                {line.newMessages}
                <span className="pt-hidden">
                  {t({ one: 'new message', other: 'new messages' }, { n: line.newMessages })}
                </span>
              </span>
            )
          }
        />
      </th>
      <td>
        <State thing="order" state={line.state} reader="customer" />
      </td>
      <td data-align="right" data-wide>
        <DayText day={line.endsOn} />
      </td>
      <td data-align="right" data-wide>
        <When at={line.submittedAt} />
      </td>
    </tr>
  );
}
