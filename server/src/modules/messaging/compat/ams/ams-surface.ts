import type { Plugin } from '#kernel/http';
import type { Publish } from '#kernel/outbox';
import type { MessagingContext } from '../../messaging-context.ts';
import { answerFault } from './ams-error.ts';
import { projectRoutes } from './ams-projects.ts';
import { pushRoutes } from './ams-push.ts';
import { schemaRoutes } from './ams-schemas.ts';
import { metricRoutes } from './ams-metrics.ts';
import { registrationRoutes } from './ams-registrations.ts';
import { serviceRoutes } from './ams-service.ts';
import { subscriptionRoutes } from './ams-subscriptions.ts';
import { topicRoutes } from './ams-topics.ts';
import { userRoutes } from './ams-users.ts';

/** The ARGO Messaging Service, version 1, under `/v1`: what its Python and Java clients, SSM and publishers speak. */
export const amsSurface =
  (context: MessagingContext, { publicUrl, publish }: { publicUrl: string; publish: Publish }): Plugin =>
  async (parent) => {
    await parent.register(async (app) => {
      // Clients send JSON under any content type, and under none.
      app.removeAllContentTypeParsers();
      app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      app.setErrorHandler(answerFault);
      // A logger of its own for each of thousands of requests a second is dear, and the line of a request names its id.
      app.setChildLoggerFactory((logger) => logger);
      app.addHook('onRequest', (request, reply, done) => {
        // One that is no media type would be refused.
        delete request.headers['content-type'];
        reply.header('access-control-allow-origin', '*');
        done();
      });
      app.options('/v1/*', { config: { ownCredentials: true }, schema: { hide: true } }, (_request, reply) =>
        reply
          .header('access-control-allow-methods', 'OPTIONS, POST, GET, PUT, DELETE, HEAD')
          .header('access-control-allow-headers', 'X-Requested-With, Content-Type, x-api-key')
          .send(''),
      );
      projectRoutes(app, context);
      userRoutes(app, context);
      topicRoutes(app, context);
      subscriptionRoutes(app, context);
      pushRoutes(app, context);
      schemaRoutes(app, context);
      metricRoutes(app, context);
      registrationRoutes(app, context, publish);
      serviceRoutes(app, context, publicUrl);
    });
  };
