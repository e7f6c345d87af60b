import { Public } from '@courtyard/access';
import { CourtyardError } from '@courtyard/errors';
import { Gate } from '@courtyard/records';
import { Controller, Get } from '@nestjs/common';

/** For whoever keeps the process running: it lives, and it can answer. Nothing about anybody. */
@Controller()
export class HealthController {
  constructor(private readonly gate: Gate) {}

  @Get('health')
  @Public('a supervisor asks whether the process lives')
  health(): { status: string } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public('a proxy asks whether the process can answer')
  async ready(): Promise<{ status: string }> {
    try {
      await this.gate.organisationByHandle(null);
    } catch {
      throw new CourtyardError('server.unavailable');
    }
    return { status: 'ok' };
  }
}
