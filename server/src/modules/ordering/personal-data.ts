import { letter } from '#kernel/mail-texts';
import { projectFacts, projectMoments } from './projects/project-moments.ts';
import { finalOrderStates } from '#contracts/ordering/lifecycle';
import type { ErasedPerson, PersonalData } from '#identity';
import { system } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { deskTags } from './orders/order-audience.ts';
import { listFacts, systemDeed } from './orders/order.ts';
import { passOrders } from './orders/pass-orders.ts';
import type { People, PersonCard } from './ports.ts';
import { tellProjectChange, type ProjectParts } from './projects/project-parts.ts';
import type { MemberRecord, ProjectRecord } from './projects/project.ts';
import { appendDesk, saveOrder, sharesOf } from './orders/sql-order-store.ts';
import { blankContact, blankInOrders, exportOrdering } from './sql-personal-data.ts';
import {
  deleteMember,
  deleteMembershipsOf,
  lockProject,
  ownsProjectNamed,
  projectsWithPart,
  renameInOrders,
  saveProject,
} from './projects/sql-project-store.ts';
import { tables } from './tables.ts';
import { forgetOnTmf } from './compat/tmf/sql-tmf-store.ts';
import { orderingLabels as label } from './mail-labels.ts';

type Parts = ProjectParts & { readonly people: Pick<People, 'byIds'> };

/** Projects, orders and what was said and decided in them. */
export const orderingPersonalData = (parts: Parts): PersonalData => ({
  name: 'ordering',
  export: exportOrdering,
  async erase(tx, person) {
    await giveBackWork(tx, parts, person);
    await forgetOnTmf(tx, person.id);
    await blankInOrders(tx, person);
    for (const number of await projectsWithPart(tx, person.id)) await leaveProject(tx, parts, person, number);
    await deleteMembershipsOf(tx, person);
  },
});

/** What was assigned to a shifter goes back to their group; the desk hears which shares have lost their contact. */
async function giveBackWork(tx: Tx, { clock }: Parts, person: ErasedPerson): Promise<void> {
  const note = (orderId: string, text: string) => appendDesk(tx, clock, { orderId, text, deed: systemDeed });
  const assigned = await tables(tx)
    .selectFrom('ordering.orders')
    .selectAll()
    .where('assignee_id', '=', person.id)
    .where('state', 'not in', finalOrderStates)
    .forUpdate()
    .execute();
  for (const order of assigned) {
    const free = { ...order, assignee_id: null };
    await saveOrder(tx, order, { assignee_id: null, ...listFacts(free, await sharesOf(tx, order.id)) });
    await note(order.id, 'gave it back to the group: its shifter has no account any more');
  }
  for (const { orderId, number, state } of await blankContact(tx, person, clock.now()))
    if (['proposed', 'sent', 'countered', 'validated'].includes(state))
      await note(orderId, `the contact of share ${number} has no account any more`);
}

/**
 * What becomes of a project: somebody else's keeps the orders, with its owner as customer; one's own goes to the member
 * who may order and joined first, else it is put away. The desk hears of every order that is open.
 */
async function leaveProject(tx: Tx, parts: Parts, person: ErasedPerson, number: number): Promise<void> {
  const project = await lockProject(tx, number);
  if (!project) return;
  const heir = project.ownerId === person.id ? await heirOf(tx, parts, project) : undefined;
  const next = heir?.card ?? (project.ownerId === person.id ? undefined : await ownerOf(tx, parts, project));
  const open = await openOrdersOf(tx, project.id, person.id);
  if (next) {
    const why = 'the former one has no account any more';
    await passOrders(tx, parts, { projectId: project.id, from: person.id, to: next, why });
  }
  if (heir) await handOver(tx, parts, project, heir);
  else if (project.ownerId === person.id && project.status === 'active') {
    await saveProject(tx, { ...project, status: 'archived' }, parts.clock.now());
    await tellProjectChange(tx, parts, {
      actor: system,
      project,
      change: 'archived',
      action: 'ordering.archive_project',
    });
  }
  for (const order of open)
    await parts.publish(tx, {
      type: 'ordering.customer_erased',
      aggregate: `order:${order.number}`,
      payload: { orderId: order.id, orderNumber: order.number, passed: next !== undefined },
      audience: deskTags,
    });
}

const openOrdersOf = (tx: Tx, projectId: string, personId: string) =>
  tables(tx)
    .selectFrom('ordering.orders')
    .select(['id', 'number'])
    .where('project_id', '=', projectId)
    .where('customer_id', '=', personId)
    .where('state', 'not in', finalOrderStates)
    .orderBy('number')
    .execute();

interface Heir {
  readonly member: MemberRecord;
  readonly card: PersonCard;
}

async function heirOf(tx: Tx, { people }: Parts, { members }: ProjectRecord): Promise<Heir | undefined> {
  const able = members
    .filter(({ right, joinedAt }) => right === 'order' && joinedAt !== null)
    .toSorted((a, b) => ((a.joinedAt ?? '') < (b.joinedAt ?? '') ? -1 : 1));
  const cards = await people.byIds(
    tx,
    able.flatMap(({ personId }) => personId ?? []),
  );
  return able.flatMap((member): Heir[] => {
    const card = cards.get(member.personId ?? '');
    return card ? [{ member, card }] : [];
  })[0];
}

const ownerOf = async (tx: Tx, { people }: Parts, { ownerId }: ProjectRecord) =>
  (await people.byIds(tx, [ownerId])).get(ownerId);

async function handOver(tx: Tx, parts: Parts, project: ProjectRecord, { member, card }: Heir): Promise<void> {
  const { clock, mailer, mailTexts, publicUrl } = parts;
  // An owner has each name once.
  const isTaken = await ownsProjectNamed(tx, card.id, project.name);
  const name = isTaken ? `${project.name} (${project.number})` : project.name;
  const passed = { ...project, ownerId: card.id, name, details: { ...project.details, name } };
  await deleteMember(tx, member.id);
  await saveProject(tx, passed, clock.now());
  await renameInOrders(tx, project.id, name);
  const { language } = card;
  const words = await mailTexts.words(tx, projectMoments.inherited, projectFacts(passed), { language });
  await mailer.send(tx, {
    key: `project:${project.number}:handed-over:${card.id}:${project.version}`,
    to: card.email,
    about: `project:${project.number}`,
    ...letter(words, {
      mark: `[Project ${project.number}]`,
      rows: [[label.project, name]],
      url: `${publicUrl}/projects/${project.number}`,
      because: 'You get this mail because you are a member of this project.',
    }),
  });
  await tellProjectChange(tx, parts, {
    actor: system,
    project: passed,
    change: 'handed_over',
    action: 'ordering.hand_over_project',
    details: { from: project.ownerId, to: card.id },
  });
}
