import { Public } from '@courtyard/access';
import { Gate } from '@courtyard/records';
import { Inject, Optional } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { ORGANISATION_NAMES, type OrganisationNames } from '../organisation-names.js';
import { DEMO_ACCOUNTS, type DemoAccounts } from './demo-accounts.js';
import { SignInPage } from './sign-in-page.view.js';

@Resolver()
export class SignInPageResolver {
  constructor(
    private readonly gate: Gate,
    @Optional() @Inject(ORGANISATION_NAMES) private readonly names?: OrganisationNames,
    @Optional() @Inject(DEMO_ACCOUNTS) private readonly demo?: DemoAccounts,
  ) {}

  @Public('the page is shown before anybody is signed in')
  @Query(() => SignInPage)
  async signInPage(): Promise<SignInPage> {
    const only = await this.gate.organisationByHandle(null);
    return {
      organisationName: only ? ((await this.names?.nameOf(only)) ?? null) : null,
      demoAccounts: (await this.demo?.all()) ?? [],
    };
  }
}
