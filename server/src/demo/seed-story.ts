import { monthAfter } from '#contracts/agreements/evaluation';
import { later } from '#kernel/clock';
import type { Portolan } from '../app.ts';
import type { Progress } from './seed-sites.ts';
import { demoProjectMessage, demoQuestions } from './questions.ts';
import { demoProjects, demoResults, story, type Step, type StoryOrder } from './story.ts';
import { ordersOfToday } from './story-today.ts';
import { writeAgreements } from './seed-agreements.ts';
import { call, type Teller } from './teller.ts';
import { addBilling, fillRota, guardMemory, passHour } from './today.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Work of every day that the story shows: reminders, agreements that begin, customers who are asked how it went. */
const dailyWork = ['agreements.daily', 'ordering.ask-for-ratings', 'ordering.remind-providers'] as const;

/**
 * Tells the story of the demo through the API itself: every project, order, question, share and decision goes the way
 * it would go in real life, at its time in the past.
 */
export async function seedStory(teller: Teller, progress: Progress): Promise<void> {
  const { clock, now } = teller;
  clock.set(later(now, -90 * DAY));
  const projects = new Map<string, number>();
  for (const [key, { owner, members = [], details }] of Object.entries(demoProjects)) {
    const { number } = await call(teller, owner, 'POST', '/api/projects', details);
    for (const member of members) await call(teller, owner, 'POST', `/api/projects/${String(number)}/members`, member);
    projects.set(key, Number(number));
  }
  await writeAgreements(teller);
  const offers = await offersByName(teller);
  // Everybody's steps in the order of time, as they would have happened side by side.
  const told = [...story, ...ordersOfToday].map((order) => ({
    order,
    at: workingDaysBefore(now, order.daysAgo),
    number: 0,
    next: 0,
  }));
  const steps = told.reduce((sum, { order }) => sum + order.steps.length + 1, 0);
  for (let done = 0; done < steps; done += 1) {
    const due = told
      .filter(({ order, next }) => next <= order.steps.length)
      .toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
    if (!due) break;
    await passDays(teller, due.at);
    clock.set(due.at < clock.now() ? clock.now() : due.at);
    if (due.next === 0) {
      if (due.order === ordersOfToday[0]) {
        await guardMemory(teller);
        await addBilling(teller);
      }
      due.number = await place(teller, due.order, projects, offers);
    } else {
      const step = due.order.steps[due.next - 1];
      if (step) await take(teller, due.number, step);
    }
    await teller.portolan.kernel.relay.drain();
    const following = due.order.steps[due.next];
    due.next += 1;
    due.at = following ? before(now, workingHoursAfter(due.at, following.after)) : '9999';
    progress('orders', done + 1, steps);
  }
  // Orders of the last working day were approved by then.
  await passHour(teller, later(workingDaysBefore(now, 1), 2.25 * HOUR));
  await passDays(teller, now);
  await reportResults(teller);
  await askQuestions(teller, projects.get('aegean'));
  await fillRota(teller);
}

/** The coordinator reports the last months, and the provider explains the one that was missed. */
async function reportResults(teller: Teller): Promise<void> {
  const { site, source, months, explanation } = demoResults;
  const results = months.map((figures, index) => ({
    site,
    month: monthAfter(teller.now.slice(0, 7), index - months.length),
    ...figures,
  }));
  await call(teller, 'marta', 'POST', '/api/agreement-results', { text: JSON.stringify(results), source });
  await teller.portolan.kernel.relay.drain();
  const { items } = await call(teller, 'marta', 'GET', '/api/agreement-violations?state=open', undefined);
  for (const { id } of items as { id: string }[])
    await call(teller, 'ivan', 'POST', `/api/agreement-violations/${id}/justification`, { text: explanation });
  await teller.portolan.kernel.relay.drain();
}

/** What people ask before they order: a question that was answered, one that waits, and a word about a whole project. */
async function askQuestions(teller: Teller, project: number | undefined): Promise<void> {
  for (const { by, about, text, answer } of demoQuestions) {
    const { number } = await call(teller, by, 'POST', `/api/services/${about}/questions`, { text });
    if (answer) await call(teller, 'anna', 'POST', `/api/questions/${String(number)}/messages`, { text: answer });
  }
  await call(teller, 'eleni', 'POST', `/api/projects/${String(project)}/messages`, { text: demoProjectMessage });
  await teller.portolan.kernel.relay.drain();
}

/** Does the daily work on every morning before this moment. */
async function passDays({ portolan: { kernel }, clock }: Teller, until: string): Promise<void> {
  const morning = (at: string) => `${at.slice(0, 10)}T09:05:00.000Z`;
  let next = morning(clock.now());
  for (; next < until; next = later(next, DAY)) {
    if (next <= clock.now()) continue;
    clock.set(next);
    for (const job of dailyWork) await kernel.jobs.runNow(job, {});
    await kernel.relay.drain();
  }
}

/** A working morning so many working days ago. */
function workingDaysBefore(now: string, days: number): string {
  if (days < 1) return later(now, -days * 8 * HOUR);
  let at = now;
  for (let left = Math.floor(days); left > 0;) {
    at = later(at, -DAY);
    if (isWorkingDay(at)) left -= 1;
  }
  return `${at.slice(0, 10)}T08:${String(10 + Math.floor((days * 7) % 40)).padStart(2, '0')}:00.000Z`;
}

/** So many working hours later, between 8 and 16 UTC. */
function workingHoursAfter(from: string, hours: number): string {
  let at = from;
  for (let left = hours * 60; left > 0; left -= 10) {
    at = later(at, 10 * 60_000);
    while (!isWorkingDay(at) || at.slice(11, 13) < '08' || at.slice(11, 13) >= '16') at = later(at, 10 * 60_000);
  }
  return at;
}

const isWorkingDay = (at: string) => ![6, 7].includes(Temporal.PlainDate.from(at.slice(0, 10)).dayOfWeek);

const before = (now: string, at: string) => (at < now ? at : now);

async function offersByName(teller: Teller) {
  const { catalogue } = teller.portolan.modules;
  const cards = await catalogue.queries.offersForImport(teller.portolan.kernel.database.read());
  return new Map(cards.map((card) => [`${card.service.name} / ${card.name}`, card]));
}

async function place(
  teller: Teller,
  order: StoryOrder,
  projects: ReadonlyMap<string, number>,
  offers: Awaited<ReturnType<typeof offersByName>>,
): Promise<number> {
  const offer = offers.get(`${order.service} / ${order.offer}`);
  if (!offer) throw new Error(`The demo orders ${order.service}, ${order.offer}, which its catalogue does not have`);
  const lineOf = ({ ref, parameters }: typeof offer) => ({
    offer: ref,
    parameters: { ...sensible(teller, parameters), ...chosen(teller, parameters, order.parameters) },
  });
  const common = { project: projects.get(order.project), comment: order.comment };
  const voucher = offer.voucherable ? { voucher: { request: true } } : {};
  const further = [...offers.values()].filter(({ ref }) => order.bundle?.further.includes(ref));
  const { number } = order.bundle
    ? await call(teller, order.customer, 'POST', '/api/bundle-orders', {
        ...common,
        bundle: order.bundle.ref,
        lines: [offer, ...further].map(lineOf),
      })
    : await call(teller, order.customer, 'POST', '/api/orders', { ...common, ...lineOf(offer), ...voucher });
  return Number(number);
}

type Parameters = NonNullable<
  Awaited<ReturnType<Portolan['modules']['catalogue']['queries']['offerByRef']>>
>['parameters'];

const dayFromToday = ({ now }: Teller, days: number) => later(now, days * DAY).slice(0, 10);

/** What the story names, as far as this offer asks for it. */
function chosen(teller: Teller, parameters: Parameters, values: StoryOrder['parameters']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([label, value]): [string, unknown][] => {
      const asked = parameters.find((parameter) => parameter.label === label && parameter.type !== 'attribute');
      if (!asked) return [];
      return [[label, asked.type === 'date' && typeof value === 'number' ? dayFromToday(teller, value) : value]];
    }),
  );
}

/** A believable answer to every parameter, where the story names none. */
function sensible(teller: Teller, parameters: Parameters): Record<string, unknown> {
  const answers: [string, unknown][] = [];
  for (const parameter of parameters) {
    switch (parameter.type) {
      case 'attribute':
        break;
      case 'input':
        answers.push([
          parameter.label,
          parameter.value_type === 'integer' ? (/day/i.test(parameter.label) ? 180 : 60) : 'none',
        ]);
        break;
      case 'select':
        answers.push([parameter.label, parameter.config.values[0]]);
        break;
      case 'multiselect':
        answers.push([parameter.label, parameter.config.values.slice(0, Math.max(1, parameter.config.minItems ?? 1))]);
        break;
      case 'date':
        answers.push([parameter.label, dayFromToday(teller, 17)]);
        break;
      case 'range':
        answers.push([
          parameter.label,
          Math.min(
            parameter.config.maximum - 1,
            Math.max(parameter.config.minimum + 1, /day/i.test(parameter.label) ? 90 : 20),
          ),
        ]);
        break;
      case 'quantity_price':
        answers.push([parameter.label, 2]);
        break;
    }
  }
  return Object.fromEntries(answers);
}

async function take(teller: Teller, number: number, step: Step): Promise<void> {
  const order = `/api/orders/${number}`;
  if ('say' in step)
    return void (await call(teller, step.by, 'POST', `${order}/messages`, { body: step.say, scope: 'public' }));
  if ('note' in step)
    return void (await call(teller, step.by, 'POST', `${order}/messages`, {
      body: step.note,
      scope: 'internal',
      sharedWithProviders: step.shared ?? false,
    }));
  if ('desk' in step) return void (await call(teller, step.by, 'PATCH', `${order}/desk`, step.desk));
  if ('rate' in step) return void (await call(teller, step.by, 'POST', `${order}/rating`, step.rate));
  if ('level' in step)
    return void (await call(teller, step.by, 'POST', `${order}/approval-levels/answer`, { answer: step.level }));
  if ('agreement' in step) {
    const { agreement, ofShare, role, reason } = step;
    const name = ofShare === undefined ? `SLA-${number}` : `OLA-${number}-${ofShare}`;
    return void (await call(teller, step.by, 'POST', `/api/agreements/${name}/versions/1/actions`, {
      action: agreement,
      ...(role ? { role } : {}),
      ...(reason ? { reason } : {}),
    }));
  }
  if ('share' in step) {
    const asked = (await call(teller, step.by, 'GET', order, undefined)) as unknown as {
      requested: { metric: string; quantity: number }[];
    };
    const [[metric, quantity] = ['', 0]] = Object.entries(step.share.resources);
    const part =
      metric === '' ? 1 : quantity / (asked.requested.find((amount) => amount.metric === metric)?.quantity ?? quantity);
    const resources = asked.requested.map((amount) => ({
      metric: amount.metric,
      quantity: Math.floor(amount.quantity * part),
    }));
    return void (await call(teller, step.by, 'POST', `${order}/shares`, { site: step.share.site, resources }));
  }
  if ('onShare' in step) {
    const { onShare, act, comment = '', access } = step;
    const counter = step.counter ? { counter: await counterTerms(teller, step.by, order, onShare) } : {};
    return void (await call(teller, step.by, 'POST', `${order}/shares/${onShare}/${act}`, {
      comment,
      ...counter,
      ...(access ? { access } : {}),
    }));
  }
  const { act, reason, message, category, access } = step;
  await call(teller, step.by, 'POST', `${order}/transitions`, {
    action: act,
    ...(reason ? { reason } : {}),
    ...(message ? { message } : {}),
    ...(category ? { category } : {}),
    ...(access ? { access } : {}),
  });
}

/** Two thirds of what was asked, a month later. */
async function counterTerms(teller: Teller, by: string, order: string, number: number) {
  const { desk } = (await call(teller, by, 'GET', order, undefined)) as unknown as {
    desk: {
      shares: {
        number: number;
        resources: { metric: string; quantity: number }[];
        startsOn: string;
        endsOn: string;
        availability: number;
        reliability: number;
      }[];
    };
  };
  const share = desk.shares.find((candidate) => candidate.number === number);
  if (!share) throw new Error(`${order} has no share ${number}`);
  return {
    resources: share.resources.map(({ metric, quantity }) => ({ metric, quantity: Math.ceil((quantity * 2) / 3) })),
    startsOn: share.startsOn,
    endsOn: share.endsOn,
    availability: share.availability,
    reliability: share.reliability,
  };
}
