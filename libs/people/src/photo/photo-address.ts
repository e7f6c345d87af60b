import { toNodeId } from '@courtyard/graphql';
import { registerEnumType } from '@nestjs/graphql';
import { Employee } from '../employee/employee.entity.js';

export enum PhotoSize {
  small = 'small',
  large = 'large',
}

registerEnumType(PhotoSize, {
  name: 'PhotoSize',
  valuesMap: { small: { description: '96 by 96 pixels.' }, large: { description: '384 by 384 pixels.' } },
});

/**
 * Where a person's photo is served on this origin; null without one. The address changes with the photo and cannot be
 * guessed, but opens nothing by itself: whoever follows it is judged.
 */
export function photoAddress(
  { id, photoToken }: Pick<Employee, 'id' | 'photoToken'>,
  size: PhotoSize,
): string | null {
  return photoToken ? `/files/photo/${toNodeId(Employee, id)}/${photoToken}?size=${size}` : null;
}
