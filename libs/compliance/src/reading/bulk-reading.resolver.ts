import { CurrentActor, type EmployeeActor, SignedIn } from '@courtyard/access';
import { Mutation, Resolver } from '@nestjs/graphql';
import { BulkReadingService } from './bulk-reading.service.js';

@Resolver()
export class BulkReadingResolver {
  constructor(private readonly reading: BulkReadingService) {}

  @Mutation(() => Boolean, {
    description:
      'After reading.too_much: says that it is meant, which is recorded, and opens the next portion. False where nothing was used up.',
  })
  @SignedIn('everybody reads, and may say that they mean to read so much')
  confirmBulkReading(@CurrentActor() actor: EmployeeActor): Promise<boolean> {
    return this.reading.confirm(actor);
  }
}
