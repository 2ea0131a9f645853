import type { ReplyTemplate } from '#contracts/ordering/reply-templates';

import { t } from '../../../app/messages.ts';

/** What a reply is for, in words. */
export function wordsOfUse(use: ReplyTemplate['use']): string {
  switch (use) {
    case 'message':
      return t('Any message');
    case 'ask':
      return t('A question');
    case 'approve':
      return t('Approving');
    case 'deliver':
      return t('Reporting ready');
    case 'reject':
      return t('Rejecting');
    case 'close':
      return t('Closing');
    case 'note':
      return t('Internal note');
  }
}
