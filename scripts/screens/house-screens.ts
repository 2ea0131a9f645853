import {
  type Screen,
  agreement,
  below,
  bundleOrder,
  firstOf,
  lineIn,
  linkInMail,
  linkTicket,
  order,
  orderWith,
  press,
  project,
  searchFor,
  service,
  toProcedure,
  toRating,
  toSection,
} from './screen.ts';

/** Screens of the marketplace, the order desk, agreements and administration. */
export const houseScreens: readonly Screen[] = [
  { name: 'front', path: '/', isPublic: true },
  { name: 'login', path: '/login', isPublic: true },
  { name: 'not-found', path: '/nowhere', isPublic: true },
  { name: 'sign-in-first', path: '/projects', isPublic: true },
  { name: 'marketplace-guest', path: '/marketplace', isPublic: true },
  { name: 'rota', path: '/rota', as: 'anna' },
  { name: 'routing', path: '/rota/routing', as: 'sofia' },
  { name: 'hours', path: '/rota/hours', as: 'marta' },
  { name: 'routing-rule', path: '/rota/routing', as: 'sofia', act: press(/^New rule/) },
  { name: 'approvals', path: '/approvals', as: 'ingrid' },
  { name: 'approval', path: linkInMail('a', 'Can IN2P3-IRES'), isPublic: true },
  {
    name: 'approval-counter',
    path: linkInMail('a', 'Can IN2P3-IRES'),
    isPublic: true,
    act: (page) => page.getByLabel('Yes, but with changes').check(),
  },
  {
    name: 'approval-nothing-chosen',
    path: linkInMail('a', 'Can IN2P3-IRES'),
    isPublic: true,
    act: press(/send answer/i),
  },
  { name: 'approval-answered', path: linkInMail('a', 'Your answer: CESNET'), isPublic: true },
  { name: 'approval-rejected', path: linkInMail('a', 'cannot provide it'), isPublic: true },
  { name: 'approval-countered', path: linkInMail('a', 'offers changed terms'), isPublic: true },
  { name: 'approval-deliver', path: linkInMail('a', 'Approved: set up 20'), isPublic: true },
  { name: 'approval-unknown', path: '/a/unknown-link-of-nobody', isPublic: true },
  { name: 'rating', path: linkInMail('r'), isPublic: true },
  { name: 'rating-missing-grade', path: linkInMail('r'), isPublic: true, act: press(/send rating/i) },
  { name: 'rating-expired', path: linkInMail('r', 'EGI Notebooks'), isPublic: true },
  { name: 'rating-unknown', path: '/r/unknown-link-of-nobody', isPublic: true },
  { name: 'sign-off', path: linkInMail('s', 'Sign the agreement SLA-1007'), isPublic: true },
  {
    name: 'sign-off-signing',
    path: linkInMail('s', 'Sign the agreement SLA-1007'),
    isPublic: true,
    act: (page) => page.getByLabel('I sign this agreement').check(),
  },
  { name: 'sign-off-agreed', path: linkInMail('s', 'SLA-1002, version 1 is agreed'), isPublic: true },
  { name: 'sign-off-unknown', path: '/s/unknown-link-of-nobody', isPublic: true },
  { name: 'justify', path: linkInMail('s/justify'), isPublic: true },
  {
    name: 'justify-missing-fields',
    path: linkInMail('s/justify'),
    isPublic: true,
    act: async (page) => {
      await page.locator('form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
      await page.getByLabel(/what happened/i).fill('');
      await press(/send explanation/i)(page);
    },
  },
  { name: 'justify-unknown', path: '/s/justify/unknown-link-of-nobody', isPublic: true },
  { name: 'check', path: '/check', isPublic: true },
  { name: 'check-nothing-chosen', path: '/check', isPublic: true, act: press(/check it/i) },
  { name: 'mailbox', path: '/mailbox', as: 'eleni' },
  {
    name: 'mailbox-mail',
    path: '/mailbox',
    as: 'eleni',
    act: (page) => page.locator('.pt-mail-row').first().click(),
  },
  { name: 'work-customer', path: '/', as: 'eleni' },
  { name: 'marketplace', path: '/marketplace', as: 'eleni' },
  { name: 'marketplace-no-match', path: '/marketplace?q=zzzz', as: 'eleni' },
  { name: 'marketplace-compare', path: '/marketplace?compare=egi-cloud-compute&compare=egi-notebooks', as: 'eleni' },
  {
    name: 'compare',
    path: '/marketplace/compare?with=egi-cloud-compute&with=egi-notebooks&with=supercomputer-access',
    as: 'eleni',
    isPublic: true,
  },
  { name: 'compare-nothing', path: '/marketplace/compare', as: 'eleni' },
  { name: 'service', path: service, as: 'eleni' },
  {
    name: 'service-rated',
    path: '/marketplace/egi-notebooks',
    as: 'marta',
    act: (page) => page.getByRole('heading', { name: 'Ratings' }).scrollIntoViewIfNeeded(),
  },
  { name: 'marketplace-favourites', path: '/marketplace?only=favourites', as: 'eleni' },
  { name: 'service-ask', path: '/marketplace/egi-notebooks', as: 'eleni', act: press(/ask a question/i) },
  { name: 'service-guest', path: '/marketplace/egi-notebooks', isPublic: true },
  { name: 'questions-mine', path: '/questions', as: 'eleni' },
  { name: 'questions-desk', path: '/questions', as: 'anna' },
  {
    name: 'question-desk',
    path: firstOf('/api/questions?of=desk', ({ number }) => `/questions/${String(number)}`),
    as: 'anna',
  },
  { name: 'service-external', path: '/marketplace/supercomputer-access', as: 'eleni' },
  { name: 'wizard-offer', path: '/marketplace/egi-cloud-compute/order', as: 'eleni' },
  { name: 'wizard', path: below(service, '/order/configure'), as: 'eleni' },
  {
    name: 'wizard-missing-fields',
    path: '/marketplace/egi-cloud-compute/order/configure?offer=1',
    as: 'eleni',
    act: async (page) => {
      await press(/continue/i)(page);
      await page.getByRole('heading', { name: 'What do you need?' }).waitFor();
      await press(/continue/i)(page);
    },
  },
  { name: 'service-bundles', path: '/marketplace/fitsm', as: 'eleni' },
  { name: 'bundle-form', path: '/marketplace/egi-cloud-compute/bundle/1', as: 'eleni' },
  {
    name: 'bundle-form-missing-fields',
    path: '/marketplace/egi-cloud-compute/bundle/1',
    as: 'eleni',
    act: press(/continue/i),
  },
  { name: 'bundle-line', path: bundleOrder('customer'), as: 'eleni' },
  { name: 'bundle-cancel', path: bundleOrder('customer'), as: 'eleni', act: press(/cancel order/i) },
  { name: 'projects-new', path: '/projects/new', as: 'eleni' },
  { name: 'projects', path: '/projects', as: 'eleni' },
  { name: 'project', path: project, as: 'eleni' },
  { name: 'project-details', path: below(project, '?tab=details'), as: 'eleni' },
  { name: 'project-contact', path: below(project, '?tab=contact'), as: 'eleni' },
  { name: 'project-duplicate', path: project, as: 'eleni', act: press(/duplicate project/i) },
  {
    name: 'project-conversation-desk',
    path: firstOf(
      '/api/project-conversations',
      ({ project: about }) => `/projects/${String((about as { number: number }).number)}/conversation`,
    ),
    as: 'anna',
  },
  { name: 'projects-new-missing-fields', path: '/projects/new', as: 'eleni', act: press(/create project/i) },
  { name: 'project-invite', path: project, as: 'eleni', act: press(/invite somebody/i) },
  { name: 'project-line', path: below(project, '/lines/1'), as: 'eleni' },
  { name: 'line-new', path: lineIn('registered'), as: 'eleni' },
  { name: 'line-under-review', path: lineIn('in_progress'), as: 'eleni' },
  { name: 'line-cancel', path: lineIn('in_progress'), as: 'eleni', act: press(/cancel order/i) },
  { name: 'line-ready', path: lineIn('ready'), as: 'eleni' },
  { name: 'line-change', path: lineIn('ready'), as: 'eleni', act: press(/ask for a change/i) },
  { name: 'line-rate', path: below(lineIn('ready'), '#rate'), as: 'eleni' },
  { name: 'line-somebody-else', path: '/projects/2/lines/1', as: 'eleni' },
  { name: 'line-question', path: lineIn('waiting_for_response'), as: 'ingrid' },
  { name: 'line-closed', path: lineIn('closed'), as: 'ingrid' },
  { name: 'line-rejected', path: lineIn('rejected'), as: 'tomas' },
  { name: 'line-approved', path: lineIn('approved'), as: 'tomas' },
  { name: 'work-customer-question', path: '/', as: 'ingrid' },
  { name: 'notifications', path: '/notifications', as: 'eleni' },
  { name: 'settings', path: '/settings', as: 'eleni' },
  { name: 'settings-notifications', path: '/settings/notifications', as: 'eleni' },
  { name: 'settings-tokens', path: '/settings/tokens', as: 'eleni' },
  { name: 'settings-data', path: '/settings/data', as: 'eleni' },
  { name: 'notifications-shifter', path: '/notifications', as: 'anna' },
  { name: 'work-shifter', path: '/', as: 'anna' },
  { name: 'desk', path: '/orders', as: 'anna' },
  { name: 'desk-overdue', path: '/orders?view=overdue&by=due', as: 'anna' },
  { name: 'desk-board', path: '/orders?as=board', as: 'anna' },
  { name: 'order', path: order, as: 'anna' },
  { name: 'order-agreement', path: below(order, '/agreement'), as: 'anna' },
  { name: 'bundle-order', path: bundleOrder('desk'), as: 'anna' },
  { name: 'bundle-take', path: bundleOrder('desk'), as: 'anna', act: press(/take it/i) },
  { name: 'order-negotiating', path: '/orders/1004', as: 'anna' },
  { name: 'order-rated', path: orderWith('OPENCoastS'), as: 'anna', act: toRating },
  { name: 'order-level', path: orderWith('assimilation'), as: 'anna' },
  { name: 'order-level-asked', path: orderWith('assimilation'), as: 'marta' },
  { name: 'order-stuck', path: orderWith('second hub', '&procedure=stuck'), as: 'anna', act: toProcedure },
  {
    name: 'order-ticket',
    path: '/orders/1004',
    as: 'anna',
    act: async (page) => {
      await linkTicket(page, 'https://jira.elsewhere.example/jira/browse/ops-41');
      await linkTicket(
        page,
        'https://tickets.infrastructure.coastal-observatories.example/operations/browse/HARBOURS_AND_ISLANDS-123456',
      );
    },
  },
  { name: 'order-ticket-none', path: '/orders/1003', as: 'anna', act: toSection('Ticket elsewhere') },
  {
    name: 'order-ticket-refused',
    path: '/orders/1003',
    as: 'anna',
    act: async (page) => {
      await press(/link a ticket/i)(page);
      await page.getByLabel('Ticket in another Jira').fill('the one of last week');
      await press(/^link ticket$/i)(page);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'order-ticket-unlink',
    path: '/orders/1004',
    as: 'anna',
    act: press(/^unlink ticket ops-41/i),
  },
  { name: 'desk-approver', path: '/orders?q=assimilation', as: 'anna' },
  { name: 'desk-approver-own', path: '/orders?q=assimilation', as: 'marta' },
  { name: 'order-note', path: '/orders/1004', as: 'anna', act: press(/internal note/i) },
  { name: 'order-reject', path: '/orders/1004', as: 'anna', act: press(/^reject order/i) },
  { name: 'order-share', path: '/orders/1004', as: 'anna', act: press(/add resource centre/i) },
  { name: 'order-route', path: '/orders/1004', as: 'anna', act: press(/whole route/i) },
  { name: 'order-gone', path: '/orders/999999', as: 'anna' },
  { name: 'desk-peek', path: '/orders?at=1004', as: 'anna' },
  { name: 'desk-no-match', path: '/orders?q=zzzz', as: 'anna' },
  {
    name: 'desk-bulk',
    path: '/orders',
    as: 'anna',
    act: (page) => page.getByRole('checkbox').nth(1).check(),
  },
  { name: 'palette', path: '/orders', as: 'anna', act: searchFor('cloud') },
  { name: 'work-coordinator', path: '/', as: 'marta' },
  { name: 'approvals-coordinator', path: '/approvals', as: 'marta' },
  { name: 'hours-change', path: '/rota/hours', as: 'marta', act: press(/^change/i) },
  { name: 'rota-coordinator', path: '/rota', as: 'marta' },
  { name: 'shares', path: '/shares', as: 'anna' },
  { name: 'shares-provider', path: '/shares', as: 'claire' },
  { name: 'work-provider', path: '/', as: 'claire' },
  { name: 'shares-provider-deliver', path: '/shares?state=validated', as: 'claire' },
  { name: 'shares-provider-site', path: '/shares', as: 'ivan' },
  { name: 'statistics-provider', path: '/statistics?range=12m', as: 'ivan' },
  { name: 'agreements-provider', path: '/agreements', as: 'ivan' },
  { name: 'offers-provider', path: '/offers', as: 'claire' },
  { name: 'statistics', path: '/statistics?range=12m', as: 'anna' },
  {
    name: 'statistics-lower',
    path: '/statistics?range=12m&split=discipline',
    as: 'anna',
    act: (page) =>
      page.getByRole('heading', { name: 'How long did it take?' }).evaluate((head) => head.scrollIntoView()),
  },
  {
    name: 'statistics-table',
    path: '/statistics?range=30d&split=service',
    as: 'anna',
    act: press(/orders came\? as a table/i),
  },
  { name: 'statistics-empty', path: '/statistics?from=2020-01-01&to=2020-01-31', as: 'anna' },
  { name: 'agreements', path: '/agreements', as: 'marta' },
  { name: 'agreements-customer', path: '/agreements', as: 'eleni' },
  { name: 'agreement-new', path: '/agreements/new', as: 'marta' },
  { name: 'agreement-new-missing-fields', path: '/agreements/new', as: 'marta', act: press(/save draft/i) },
  {
    name: 'agreement-ua',
    path: firstOf('/api/agreements?type=ua', ({ name }) => `/agreements/${String(name)}`),
    as: 'marta',
  },
  { name: 'agreement-corporate', path: '/agreements/CORP-SLA-1', as: 'eleni' },
  { name: 'agreement', path: agreement, as: 'marta' },
  { name: 'agreement-results', path: '/agreements/SLA-1002#results', as: 'marta' },
  { name: 'agreement-results-provider', path: '/agreements/OLA-1002-1#results', as: 'ivan' },
  { name: 'results', path: '/agreements/results', as: 'marta' },
  { name: 'agreement-version', path: below(agreement, '/versions/1'), as: 'marta' },
  { name: 'offers-own', path: '/offers', as: 'sofia' },
  { name: 'offers-refill', path: '/offers', as: 'sofia', act: press(/^refill/i) },
  {
    name: 'offer-parameter',
    path: '/marketplace/egi-cloud-compute/offers/1',
    as: 'sofia',
    act: (page) => page.getByText('For the order desk and for programs').first().click(),
  },
  { name: 'offer-new', path: '/marketplace/egi-cloud-compute/offers/new', as: 'sofia' },
  { name: 'offer-edit', path: '/marketplace/egi-cloud-compute/offers/1', as: 'sofia' },
  { name: 'bundle-new', path: '/marketplace/fitsm/bundles/new', as: 'sofia' },
  { name: 'bundle-edit', path: '/marketplace/egi-cloud-compute/bundles/1', as: 'sofia' },
  {
    name: 'bundle-list',
    path: '/marketplace/egi-cloud-compute',
    as: 'sofia',
    act: (page) => page.getByRole('link', { name: /new bundle/i }).scrollIntoViewIfNeeded(),
  },
  { name: 'admin-people', path: '/admin/people', as: 'sofia' },
  {
    name: 'admin-person',
    path: '/admin/people',
    as: 'sofia',
    act: (page) => page.getByRole('link', { name: /jonas/i }).click(),
  },
  { name: 'admin-webhooks-failed', path: '/admin/webhooks', as: 'sofia', act: press(/open billing/i) },
  { name: 'admin-group-form', path: '/admin/groups', as: 'sofia', act: press(/^change/i) },
  { name: 'admin-mappings', path: '/admin/mappings', as: 'sofia' },
  { name: 'admin-groups', path: '/admin/groups', as: 'sofia' },
  { name: 'admin-templates', path: '/admin/templates', as: 'sofia' },
  { name: 'admin-webhooks', path: '/admin/webhooks', as: 'sofia' },
  { name: 'admin-jira', path: '/admin/jira', as: 'sofia' },
  { name: 'admin-jira-checked', path: '/admin/jira', as: 'sofia', act: press(/check the connection/i) },
  { name: 'admin-webhooks-new', path: '/admin/webhooks', as: 'sofia', act: press(/new webhook/i) },
  {
    name: 'admin-webhooks-log',
    path: '/admin/webhooks',
    as: 'sofia',
    act: async (page) => {
      await press(/new webhook/i)(page);
      await page.getByLabel('Name').fill('Billing');
      await page.getByLabel('Address').fill('https://billing.portolan.example/hook?of=a-very-long-address');
      await page.getByLabel('An order was approved').check();
      await press(/add webhook/i)(page);
      await press(/i have it/i)(page);
      await press(/open billing/i)(page);
      await press(/send a test/i)(page);
      await page.getByText('Failed').or(page.getByText('Waits')).first().waitFor();
    },
  },
  { name: 'admin-omses', path: '/admin/order-systems', as: 'sofia' },
  {
    name: 'admin-oms-change',
    path: '/admin/order-systems',
    as: 'sofia',
    act: press(/^change eudat/i),
  },
  { name: 'replies', path: '/templates/replies', as: 'anna' },
  { name: 'reply', path: '/templates/replies', as: 'anna', act: press(/change no capacity/i) },
  { name: 'order-reply', path: '/orders/1004', as: 'anna', act: press(/write to the customer/i) },
  { name: 'mail-texts', path: '/templates/mails', as: 'marta' },
  { name: 'mail-text', path: '/templates/mails/ordering.order_approved', as: 'marta' },
  {
    name: 'mail-text-broken',
    path: '/templates/mails/ordering.order_delivered',
    as: 'marta',
    act: async (page) => {
      await page.getByLabel('First sentence').fill('{{ customer.nme }} can begin.');
      await page.getByText('Line 1').first().waitFor();
    },
  },
  { name: 'admin-foreign', path: '/admin/foreign-marketplaces', as: 'sofia' },
  {
    name: 'admin-foreign-one',
    path: '/admin/foreign-marketplaces',
    as: 'sofia',
    act: async (page) => {
      await press(/add marketplace/i)(page);
      await page.getByLabel('Name').fill('Marketplace of the Northern Seas');
      await page.getByLabel('Address').fill('https://marketplace.portolan.example');
      await page.getByLabel('Number of our order system there').fill('2');
      await page.getByLabel('API token').fill('not a token');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /add marketplace/i })
        .click();
      await press(/open marketplace of/i)(page);
      await press(/test the connection/i)(page);
      await page
        .getByText(/does not answer|may not be called/i)
        .first()
        .waitFor();
    },
  },
  { name: 'admin-jobs', path: '/admin/jobs', as: 'sofia' },
  { name: 'admin-audit', path: '/admin/audit', as: 'sofia' },
  { name: 'api-docs', path: '/api/docs', isPublic: true },
];
