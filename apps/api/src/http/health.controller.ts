import { Public } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Controller, Get } from '@nestjs/common';
import { Readiness } from './readiness.js';

/**
 * For whoever keeps the process running: it lives, and people may be sent to it. Why not is told on the port of the metrics and in
 * the log, not here.
 */
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('health')
  @Public('a supervisor asks whether the process lives')
  health(): { status: string } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public('a proxy asks whether the process can answer')
  async ready(): Promise<{ status: string }> {
    if ((await this.readiness.whyNot()) !== null) throw new CourtyardError('server.unavailable');
    return { status: 'ok' };
  }
}
