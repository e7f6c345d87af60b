import { monitorEventLoopDelay } from 'node:perf_hooks';
import { ClosedList } from '../closed-list.js';
import { gauge } from './instrument.js';

const NANOS = 1e9;

const loopDelay = gauge(
  'courtyard_event_loop_delay_seconds',
  { help: 'How late the event loop was since it was asked last.', unit: 's' },
  { quantile: ClosedList.of('0.5', '0.99', '1') },
);

const memory = gauge('courtyard_memory_bytes', { help: 'Resident memory.', unit: 'By' }, {});

const started = gauge(
  'courtyard_start_timestamp_seconds',
  { help: 'When the process began, in Unix time.', unit: 's' },
  {},
);

/** @returns the end of it */
export function watchProcess(): () => void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const ends = [
    loopDelay.watch({ quantile: '0.5' }, () => delay.percentile(50) / NANOS),
    loopDelay.watch({ quantile: '0.99' }, () => delay.percentile(99) / NANOS),
    loopDelay.watch({ quantile: '1' }, () => {
      const most = delay.max / NANOS;
      delay.reset();
      return most;
    }),
    memory.watch({}, () => process.memoryUsage.rss()),
    started.watch({}, () => (Date.now() - process.uptime() * 1000) / 1000),
  ];
  return () => {
    delay.disable();
    for (const end of ends) end();
  };
}
