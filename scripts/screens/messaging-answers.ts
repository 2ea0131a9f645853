// Answers that the demo has none of: nobody outside pushes to, asks, or sends certificates to it.
const at = new Date().toISOString();
const soon = new Date(Date.now() + 90_000).toISOString();

/** A push whose endpoint is verified and out of order. */
export const failingPush = {
  proof: {
    hash: '5f0c'.repeat(16),
    url: 'https://dashboard.accounting.example/ams_verification_hash',
    isVerified: true,
  },
  status: {
    isActive: true,
    lastAttemptAt: at,
    lastDeliveryAt: at,
    lastStatus: 503,
    lastAnswer: '{"error": "Out of order", "detail": "The database of the dashboard is being moved until noon."}',
    lastError: 'https://dashboard.accounting.example/usage answered 503',
    consecutiveFailures: 7,
    nextAttemptAt: soon,
    stuck: { messageId: 214, attempts: 7 },
  },
};

export const lagging = { kind: 'messages-behind', most: 500, value: 612, openedAt: at };

const applicant = { lastName: 'Nowak', organization: 'CESNET', registeredAt: at };
export const registrations = [
  {
    ...applicant,
    id: 'a',
    name: 'grid-publisher',
    firstName: 'Ada',
    email: 'ada.nowak@cesnet.example',
    description: 'Usage records of the grid site CESNET-MCC, published once a day by the APEL client on its host.',
  },
  { ...applicant, id: 'b', name: 'eu-probe-2', firstName: 'Zofia', email: 'zofia@pl.example', description: '' },
];

export const failedMappings = [
  {
    subject: 'CN=ce1.grid.hellasgrid.example,OU=hellasgrid.example,O=HellasGrid,C=GR',
    host: 'messaging.federation.example',
    reason: 'no binding for this certificate',
    firstAt: at,
    lastAt: at,
    times: 1208,
  },
];
