import { Public } from '@courtyard/access';
import { Args, ArgsType, Context, Field, Mutation, Resolver } from '@nestjs/graphql';
import { IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import type { SessionContext } from '../client.js';
import { ResetPasswordInput } from './password-reset.input.js';
import { PasswordResetService } from './password-reset.service.js';

@ArgsType()
class RequestPasswordResetArgs {
  @Field()
  @IsString()
  @MinLength(3)
  @MaxLength(254)
  email!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The handle of the organisation, where the installation has several.',
  })
  @IsOptional()
  @IsString()
  @Matches(/^[a-z0-9-]{1,63}$/)
  organisation?: string | null;
}

@Resolver()
export class PasswordResetResolver {
  constructor(private readonly resets: PasswordResetService) {}

  @Public('whoever forgot a password is not signed in; the answer is the same for everybody')
  @Mutation(() => Boolean, { description: 'Always true: nobody learns here who has an account.' })
  async requestPasswordReset(
    @Args() args: RequestPasswordResetArgs,
    @Context() { client }: SessionContext,
  ): Promise<boolean> {
    await this.resets.request(args, client);
    return true;
  }

  @Public('whoever forgot a password is not signed in; the token is the right to')
  @Mutation(() => Boolean, {
    description: 'Ends every session of the account. Nobody is signed in by it.',
  })
  async resetPassword(
    @Args('input') input: ResetPasswordInput,
    @Context() { client }: SessionContext,
  ): Promise<boolean> {
    await this.resets.redeem(input, client);
    return true;
  }
}
