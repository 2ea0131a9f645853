import type { App } from '#kernel/http';
import { closeSession, openSession, sessionCookie, signedIn } from './jira-credentials.ts';
import { technicalId, jiraUsers, type JiraContext } from './jira-context.ts';
import { bodyOf, reference } from './jira-input.ts';
import { jiraTime } from './jira-json.ts';
import { contextPath } from './jira-names.ts';

/** Sign-in of clients that keep a cookie: `/rest/auth/1/session`. */
export function sessionRoutes(app: App, context: JiraContext): void {
  const { kernel, base } = context;
  const url = '/rest/auth/1/session';
  const loginInfo = () => ({ failedLoginCount: 0, loginCount: 1, previousLoginTime: jiraTime(kernel.clock.now()) });

  app.post(url, { config: { jiraOpen: true } }, async (request, reply) => {
    const { username, password } = bodyOf(request.body);
    const actor = await signedIn(context, request, reference(username) ?? '', reference(password) ?? '');
    const value = await openSession(context, actor.id ?? (await technicalId(context)));
    reply.setCookie(sessionCookie, value, {
      path: contextPath,
      httpOnly: true,
      sameSite: 'strict',
      secure: kernel.config.publicUrl.startsWith('https:'),
    });
    return { session: { name: sessionCookie, value }, loginInfo: loginInfo() };
  });

  app.get(url, async (request) => {
    const { actor } = request;
    const users = await jiraUsers(context, kernel.database.read(), [actor.id]);
    const name = users.nameOf(actor.id ?? '');
    return { self: `${base}/rest/api/latest/user?username=${encodeURIComponent(name)}`, name, loginInfo: loginInfo() };
  });

  app.delete(url, async (request, reply) => {
    const secret = request.cookies[sessionCookie];
    if (secret !== undefined) await closeSession(context, secret);
    return reply.clearCookie(sessionCookie, { path: contextPath }).code(204).send();
  });
}
