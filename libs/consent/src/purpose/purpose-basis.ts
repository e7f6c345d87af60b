import { type LawfulBasis, type Purpose, type PurposeRule, purposeRule } from '@courtyard/catalogue';

/** Where the organisation says nothing else (GDPR Art. 6(1)). A rule without a basis is closed. */
const USUAL: Readonly<Record<PurposeRule, LawfulBasis | null>> = Object.freeze({
  inside: 'legitimate-interest',
  security: 'legitimate-interest',
  rights: 'legal-obligation',
  legal: 'legal-obligation',
  statistics: 'legitimate-interest',
  consent: 'consent',
  no: null,
  never: null,
});

export function basisOf(purpose: Purpose, said: LawfulBasis | null = null): LawfulBasis | null {
  const usual = USUAL[purposeRule(purpose)];
  return usual === null ? null : (said ?? usual);
}

/** What has no basis is closed for good, and what the organisation owes a person or a law is not its to close. */
export function isSwitchable(purpose: Purpose): boolean {
  const rule = purposeRule(purpose);
  return USUAL[rule] !== null && rule !== 'rights' && rule !== 'legal' && rule !== 'security';
}
