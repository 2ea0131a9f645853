import type { WorkingCalendar } from '#libs/working-time';
import type { Kernel } from '#kernel/assemble';
import type { ReplyAddresses } from './mail-in/reply-addresses.ts';
import type { OrderingPorts } from './ports.ts';

/** What every use case of ordering works with. */
export interface OrderingContext {
  readonly kernel: Kernel;
  readonly ports: OrderingPorts;
  /** Working hours of the order desk; all its clocks run by them. */
  readonly calendar: WorkingCalendar;
  /** Where mails about an order are answered to. */
  readonly replies: ReplyAddresses;
}

/** Sources of orders whose customers another tool tells what happens. */
export function maillessSources(config: Kernel['config']): readonly string[] {
  return config.MAILLESS_SOURCES.split(',').map((source) => source.trim());
}

/** The desk's calendar as the settings give it. */
export function deskCalendar(config: Kernel['config']): WorkingCalendar {
  const [opens = '09:00', closes = '17:00'] = config.DESK_HOURS.split('-');
  return {
    timezone: config.DESK_TIMEZONE,
    opens,
    closes,
    weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'],
    holidays: config.DESK_HOLIDAYS.split(',')
      .map((day) => day.trim())
      .filter((day) => day !== ''),
  };
}
