import { definePolicy, everyRow } from '@courtyard/access';
import { ConsentEpoch, ConsentIndexRow, ConsentItemRow } from './consent-index.entity.js';

const KEPT = everyRow('the index repeats what the events say, for everybody');
const DECIDED = everyRow('whether a cell may leave is decided for everybody alike');

/** Nobody reads the index, not even their own rows: what somebody said is in the events. */
export const consentIndexPolicy = definePolicy(ConsentIndexRow, ['keep', 'decide'], ({ errand }) => {
  errand('consent_keeping', 'keep', KEPT);
  errand('disclosing', 'decide', DECIDED);
});

export const consentItemPolicy = definePolicy(ConsentItemRow, ['keep', 'decide'], ({ errand }) => {
  errand('consent_keeping', 'keep', KEPT);
  errand('disclosing', 'decide', DECIDED);
});

export const consentEpochPolicy = definePolicy(ConsentEpoch, ['keep', 'decide'], ({ errand }) => {
  errand('consent_keeping', 'keep', KEPT);
  errand('consent_asking', 'keep', everyRow('two askings at once would both find that somebody rested'));
  errand('disclosing', 'decide', DECIDED);
});
