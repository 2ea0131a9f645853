import swaggerUi from '@fastify/swagger-ui';
import type { Plugin } from '#kernel/http';

/** The API description at `/api/openapi.json`, and to read and try at `/api/docs`. */
export const apiDocs: Plugin = async (app) => {
  app.get('/api/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').serializer(JSON.stringify).send(app.swagger()),
  );
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    // The page itself sets a style on one element.
    staticCSP: {
      'default-src': ["'self'"],
      'style-src': ["'self'", "'unsafe-inline'"],
      'img-src': ["'self'", 'data:'],
      'object-src': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
    uiConfig: {
      docExpansion: 'list',
      deepLinking: true,
      defaultModelsExpandDepth: 0,
      filter: true,
      tagsSorter: 'alpha',
    },
    theme: {
      title: 'Portolan API',
      css: [{ filename: 'portolan.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  });
};
