import { z } from 'zod';
import { contract } from '../contract.ts';
import { Day, many, page, PageQuery, RecordNumber, someOf } from '../kernel/schemas.ts';
import { orderStates } from './lifecycle.ts';
import { OrderSummary } from './order-schemas.ts';
import { procedureStates } from './procedures.ts';
import { Filter, OrderClass, Priority } from './schemas.ts';
import { SavedView } from './work-schemas.ts';

const tag = 'ordering';

export const OrderQuery = PageQuery.extend({
  q: z.string().trim().max(200).optional(),
  state: someOf(orderStates).describe('`-closed` for all but closed'),
  group: Filter,
  assignee: Filter.describe('Id of a person, `me` or `nobody`'),
  class: someOf(OrderClass.options),
  service: Filter,
  provider: Filter,
  project: many(RecordNumber).describe('Number of a project'),
  priority: someOf(Priority.options),
  tag: Filter,
  spam: someOf(['no', 'suspected', 'yes']),
  waiting: someOf(['nobody', 'desk', 'customer', 'provider', 'approver', 'none']),
  due: many(z.enum(['overdue', 'today', 'later'])),
  procedure: someOf(procedureStates).describe('Where the procedure that gives access stands'),
  submittedAfter: Day.optional(),
  submittedBefore: Day.optional(),
  sort: z
    .enum(['decision', '-decision', 'number', '-number', 'submitted', '-submitted', 'lastPublic', '-lastPublic'])
    .default('decision'),
});

/** Columns of the desk list, as its address and its export name them. */
export const orderColumns = [
  'number',
  'service',
  'customer',
  'state',
  'provider',
  'waiting',
  'first',
  'decision',
  'assignee',
  'group',
  'priority',
  'tags',
  'submitted',
  'last',
] as const;
export type OrderColumn = (typeof orderColumns)[number];

/** The list of orders, as CSV too, and its saved views. */
export const orderListEndpoints = {
  listOrders: contract({
    id: 'listOrders',
    method: 'GET',
    path: '/api/orders',
    summary: 'Lists the orders of my desk, or those of my projects where I am no shifter.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    query: OrderQuery,
    response: page(OrderSummary),
  }),
  exportOrders: contract({
    id: 'exportOrders',
    method: 'GET',
    path: '/api/orders.csv',
    summary: 'The same list as CSV, all pages, the columns in `cols` or all of them, times in UTC.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    query: OrderQuery.extend({
      cols: z
        .string()
        .max(200)
        .optional()
        .transform((text) => text?.split(','))
        .pipe(z.array(z.enum(orderColumns)).optional())
        .meta({ type: 'string', description: `Of ${orderColumns.join(', ')}, with commas between` }),
    }),
    produces: 'text/csv',
  }),
  countViews: contract({
    id: 'countViews',
    method: 'GET',
    path: '/api/order-views',
    summary: 'The views of the desk with how many orders each holds.',
    tag,
    audience: 'signed-in',
    response: z.object({ views: z.array(SavedView) }),
  }),
  saveView: contract({
    id: 'saveView',
    method: 'POST',
    path: '/api/order-views',
    summary: 'Saves a view of the desk for me or for my group.',
    tag,
    audience: 'signed-in',
    body: z
      .object({
        id: z.string().max(100).optional(),
        name: z.string().trim().min(1).max(60),
        query: z.string().max(2000),
        forGroup: z.boolean().default(false),
      })
      .strict(),
    response: SavedView,
    errors: ['view_forbidden'],
  }),
  deleteView: contract({
    id: 'deleteView',
    method: 'DELETE',
    path: '/api/order-views/:id',
    summary: 'Deletes a saved view.',
    tag,
    audience: 'signed-in',
    params: z.object({ id: z.string().max(100) }),
    errors: ['view_forbidden'],
  }),
};
