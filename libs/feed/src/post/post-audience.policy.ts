import { definePolicy, everyRow } from '@courtyard/access';
import { PostAudience } from './post-audience.entity.js';

/** The index is the gate's own. Beside it only the house looks, whether something was said with a key: ids and keys. */
export const postAudiencePolicy = definePolicy(PostAudience, ['look'], ({ errand }) => {
  errand('keep_circles', 'look', everyRow('whether something was said before somebody was added'));
  errand('keep_communities', 'look', everyRow('whether something was said before somebody came in'));
});
