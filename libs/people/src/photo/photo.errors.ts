import { defineErrors } from '@courtyard/errors';

export const photoErrors = defineErrors({
  'photo.not_an_image': { message: 'The file is not a JPEG, PNG, WebP, AVIF or GIF picture.', status: 415 },
  'photo.too_large': { message: 'The picture has more pixels than can be read.', status: 422 },
  'photo.too_small': { message: 'The picture has too few pixels to show a face.', status: 422 },
  'photo.unreadable': { message: 'The picture is damaged or cut off.', status: 422 },
});
