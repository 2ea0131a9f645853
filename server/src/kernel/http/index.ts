export { buildHttp, type HttpSettings } from './build-http.ts';
export { route, type Handler, type RouteContext } from './route.ts';
export { mediaTypeOf, sendDownload, uploadRoute } from './bytes.ts';
export { answerErrors, problemOf } from './problem.ts';
export { eventStreams } from './event-stream.ts';
export { ifMatch, wantsVersion } from './if-match.ts';
export { idempotent } from './idempotency.ts';
export { cursorInstant, cursorNumber, decodeCursor, encodeCursor } from './cursor.ts';
export type { App, Authenticate, Plugin } from './types.ts';
