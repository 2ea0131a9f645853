export type { PushState } from './push/push-state.ts';
export { messagingLabels } from './mail-labels.ts';
export { messagingModule, type MessagingModule } from './messaging-module.ts';
export { examineNats } from './log/open-log.ts';
export type { Announcement, EventTopic } from './announce/event-topic.ts';
export { amsReportCsv, type AmsImportReport, type AmsItemReport } from './compat/ams/import/import-report.ts';
export type { Alert as MessagingAlert } from './watch/alerts.ts';
