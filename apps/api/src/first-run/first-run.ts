import type { DemoAccount, DemoAccounts } from '@courtyard/identity';
import { FoundingService } from '@courtyard/people';
import { Gate } from '@courtyard/records';
import type { INestApplicationContext } from '@nestjs/common';
import type { ApiSettings } from '../settings.js';
import { DEMO_ACCOUNTS, DemoOrganisation } from './demo-organisation.js';
import { DEMO } from './demo-words.js';

/** How somebody gets in who has never been here. */
export interface FirstWayIn {
  readonly signIns?: readonly DemoAccount[];
  /** The one-time link for the first administrator. */
  readonly firstAdministrator?: string;
}

/**
 * The first moments of an installation: the demo organisation on the embedded database bound to this machine, and a
 * one-time link for the first administrator everywhere else. No default password exists in an installation that others
 * reach.
 */
export class FirstRun implements DemoAccounts {
  private accounts: readonly DemoAccount[] = [];

  constructor(private readonly settings: ApiSettings) {}

  async all(): Promise<readonly DemoAccount[]> {
    return this.accounts;
  }

  /**
   * @param url where this installation is reached
   * @throws Error when others would reach the demo organisation, whose passwords everybody knows.
   */
  async prepare(app: INestApplicationContext, url: string): Promise<FirstWayIn> {
    const gate = app.get(Gate, { strict: false });
    const demo = (await gate.organisationByHandle(DEMO.handle)) !== null;
    if (demo && !this.settings.demo) {
      throw new Error(
        'The demo organisation has passwords that everybody knows, so it is served to this machine only. Set COURTYARD_FOLDER to another folder, or start without HOST and NODE_ENV.',
      );
    }
    if (this.settings.demo) {
      const empty = !(await gate.hasOrganisations());
      if (empty) await new DemoOrganisation(app).make();
      if (demo || empty) this.accounts = DEMO_ACCOUNTS;
      return { signIns: this.accounts };
    }
    if (await gate.hasOrganisations()) return {};
    const founding = app.get(FoundingService, { strict: false }).found({
      name: this.settings.organisationName ?? 'Our company',
      handle: 'home',
      administrator: { name: 'First administrator', email: this.settings.administratorEmail },
    });
    const founded = await founding.catch(async (failure: unknown) => {
      // Of several processes that start on an empty database one founds it; whoever comes second found it founded.
      if (await gate.hasOrganisations()) return null;
      throw failure;
    });
    if (!founded) return {};
    return { firstAdministrator: `${url}${founded.invitation.path}` };
  }
}
