import { Can, CurrentActor, type EmployeeActor } from '@courtyard/access';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Password } from './password.entity.js';
import { ChangePasswordInput } from './password.input.js';
import { PasswordService } from './password.service.js';

@Resolver()
export class PasswordResolver {
  constructor(private readonly passwords: PasswordService) {}

  @Can('change', Password)
  @Mutation(() => Boolean)
  async changePassword(
    @CurrentActor() actor: EmployeeActor,
    @Args('input') input: ChangePasswordInput,
  ): Promise<boolean> {
    await this.passwords.change(actor, input);
    return true;
  }
}
