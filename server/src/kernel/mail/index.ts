export { createMailer, type Mailer, type MailMessage, type SendMail } from './mailer.ts';
export { renderMail, type MailContent } from './render-mail.ts';
export { mailFailed, mailJob } from './mail-job.ts';
export { smtpTransport, mailboxTransport, type MailTransport } from './transport.ts';
export { noteBounce } from './note-bounce.ts';
export { sendDigests } from './digest.ts';
