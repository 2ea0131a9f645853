export { IcalError, readDays, type IcalDay, type Span } from './read-days.ts';
