import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Version2Client } from 'jira.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { anEpic, anOrderTicket, custom, jiraClient } from './testing-jira.ts';

/** Clients as they are published, over the network. Addresses in answers are of the listener, so that `self` can be called. */
let app: TestApp;
let host: string;
let password: string;
beforeAll(async () => {
  const port = await freePort();
  app = await testApp({ settings: { PUBLIC_URL: `http://127.0.0.1:${port}` } });
  ({ password } = await jiraClient(app));
  host = `${await app.app.listen({ port, host: '127.0.0.1' })}/jira`;
});
afterAll(() => app.close());

/** The address stands in the settings before anything listens, so the port is taken first. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

test('jira.js creates, comments, transitions, searches and deletes', async () => {
  const client = new Version2Client({ host, authentication: { basic: { email: 'jira', apiToken: password } } });
  const epic = await client.issues.createIssue(anEpic('Through jira.js') as never);
  const made = await client.issues.createIssue(anOrderTicket(epic.key) as never);
  const issue = await client.issues.getIssue({ issueIdOrKey: made.key });
  expect(issue.fields[custom('Epic Link')]).toBe(epic.key);
  await client.issueComments.addComment({ issueIdOrKey: made.id, comment: 'A word' } as never);
  await client.issues.editIssue({ issueIdOrKey: made.id, fields: { labels: ['waves'] } } as never);
  const { transitions } = await client.issues.getTransitions({ issueIdOrKey: made.id, expand: 'transitions.fields' });
  const ready = transitions?.find(({ to }) => to?.id === '7');
  await client.issues.doTransition({ issueIdOrKey: made.id, transition: { id: ready?.id ?? '' } });
  const found = await client.issueSearch.searchForIssuesUsingJqlEnhancedSearch({
    jql: `project = EOSCSO and status = Ready and labels = waves`,
    fields: ['comment', 'status'],
  });
  expect(found.issues?.map(({ key }) => key)).toEqual([made.key]);
  expect(found.issues?.[0]?.fields.comment.comments).toMatchObject([{ body: 'A word' }]);
  await client.issues.deleteIssue({ issueIdOrKey: made.id });
  await expect(client.issues.getIssue({ issueIdOrKey: made.id })).rejects.toMatchObject({ status: 404 });
});

const python = ['/usr/bin/python3', 'python3'].find((command) => {
  try {
    execFileSync(command, ['-c', 'import jira'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

const script = `
import json, os, sys
from jira import JIRA
from jira.exceptions import JIRAError
client = JIRA(server=os.environ["HOST"], basic_auth=("jira", os.environ["PASSWORD"]), max_retries=0)
given = json.loads(os.environ["TICKETS"])
assert client.server_info()["deploymentType"] == "Server"
assert client.myself()["name"] == "jira"
assert [p.key for p in client.projects()] == ["EOSCSO"]
names = {f["name"]: f["id"] for f in client.fields()}
epic = client.create_issue(fields=given["epic"])
fields = dict(given["order"]); fields[names["Epic Link"]] = epic.key
issue = client.create_issue(fields=fields)
comment = client.add_comment(issue, "Only the desk", visibility={"type": "role", "value": "Administrators"})
comment.update(body="Only the desk, again")
client.add_comment(issue, "Everybody")
issue.update(summary="Another line", fields={"labels": ["waves", "python"]})
ids = {t["to"]["name"]: t["id"] for t in client.transitions(issue)}
client.transition_issue(issue, ids["In progress"], comment="On it")
client.assign_issue(issue, "jira")
with open(os.environ["FILE"], "rb") as f:
    client.add_attachment(issue, f, filename="plan.txt")
found = client.search_issues('project = EOSCSO AND labels = python AND status = "In progress" ORDER BY created DESC', fields="*all", expand="changelog")
assert [i.key for i in found] == [issue.key], found
got = found[0]
assert got.fields.summary == "Another line"
assert got.fields.assignee.name == "jira"
assert [c.body for c in got.fields.comment.comments][:2] == ["Only the desk, again", "Everybody"]
assert got.changelog.histories[-1].items[0].toString == "In progress"
assert client.issue(issue.key).fields.attachment[0].get() == b"four cores"
comment.delete()
client.remote_links(issue); client.watchers(issue); client.worklogs(issue); client.editmeta(issue)
issue.delete()
try:
    client.issue(issue.key)
    sys.exit("still there")
except JIRAError as e:
    assert e.status_code == 404 and "Issue Does Not Exist" in e.text, e
try:
    client.search_issues("colour = red")
    sys.exit("answered")
except JIRAError as e:
    assert "Field 'colour' does not exist" in e.text, e
print("all done")
`;

test.skipIf(python === undefined)(
  'python3-jira does a whole round (the package is not installed otherwise)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-jira-'));
    try {
      const file = join(folder, 'plan.txt');
      writeFileSync(file, 'four cores');
      const tickets = { epic: anEpic('Through python').fields, order: anOrderTicket(undefined).fields };
      const env = {
        ...process.env,
        HOST: host,
        PASSWORD: password,
        FILE: file,
        TICKETS: JSON.stringify(tickets),
        NO_PROXY: '*',
      };
      const { stdout } = await promisify(execFile)(python ?? '', ['-c', script], { env });
      expect(stdout.trim()).toBe('all done');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
