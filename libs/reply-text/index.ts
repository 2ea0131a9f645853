export { cutReply } from './cut-reply.ts';
