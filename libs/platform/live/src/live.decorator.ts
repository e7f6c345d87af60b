import { LIVE } from '@courtyard/graphql';
import { applyDecorators, SetMetadata, type Type } from '@nestjs/common';
import { Subscription } from '@nestjs/graphql';

/**
 * A live operation. Its method answers with `LiveChanges.follow(…)`, which asks the gate for every event and every
 * recipient anew. Nest's own @Subscription is banned: it would push whatever was published to whoever once subscribed.
 */
export function Live(type: () => Type, options: { readonly description?: string } = {}): MethodDecorator {
  return applyDecorators(Subscription(type, options), SetMetadata(LIVE, true));
}
