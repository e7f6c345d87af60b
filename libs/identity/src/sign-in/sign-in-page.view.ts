import { Field, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'An account to try the demo organisation with; there are none anywhere else.' })
export class DemoAccount {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  title!: string;

  @Field(() => String)
  email!: string;

  @Field(() => String)
  password!: string;
}

@ObjectType({ description: 'What the sign-in page shows before anybody is known.' })
export class SignInPage {
  @Field(() => String, { nullable: true, description: 'Only where the installation has one organisation.' })
  organisationName!: string | null;

  @Field(() => [DemoAccount])
  demoAccounts!: readonly DemoAccount[];
}
