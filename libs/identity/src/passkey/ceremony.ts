import { createHash } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { decodeAttestationObject, decodeClientDataJSON, isoBase64URL } from '@simplewebauthn/server/helpers';
import { z } from 'zod';
import type { Passkey } from './passkey.entity.js';
import type { RelyingParty } from './relying-party.js';

/** EdDSA, ES256, RS256 (RFC 9053). */
export const ALGORITHMS = [-8, -7, -257];
/** Certificates may make it long; ours have none. */
const LONGEST = 20_000;
const MOST_TRANSPORTS = 10;

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/);
const credential = { id: base64url, rawId: base64url, type: z.literal('public-key') };
const registration = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(MOST_TRANSPORTS)
      .optional(),
  }),
});
const assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
});

/** What an authenticator answered to. */
export interface Asked {
  readonly challengeHash: Buffer;
  readonly party: RelyingParty;
}

export interface NewCredential {
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string[];
}

export function challengeHashOf(challenge: string): Buffer {
  return createHash('sha256').update(challenge).digest();
}

/**
 * Judges the answer to a registration (Web Authentication, section 7.1): challenge, origin, relying party, presence and
 * verification of the user.
 *
 * Attestations with certificates are refused before anything looks into them. We ask for none, and the library would follow
 * the addresses of revocation lists that a certificate names: whoever wrote it would choose where this process connects to.
 * @returns null for whatever is not right
 */
export async function judgeRegistration(text: string, asked: Asked): Promise<NewCredential | null> {
  const answer = read(registration, text);
  if (!answer) return null;
  return orNull(async () => {
    const { clientDataJSON, attestationObject, transports = [] } = answer.response;
    if (isForeign(clientDataJSON) || hasCertificates(attestationObject)) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...answer, clientExtensionResults: {} } as RegistrationResponseJSON,
      ...expectations(asked),
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    return {
      credentialId: Buffer.from(id, 'base64url'),
      publicKey: Buffer.from(publicKey),
      counter,
      transports: [...new Set(transports)],
    };
  });
}

/**
 * Judges the answer to an assertion (section 7.2) against the passkey of the asker's own that it names.
 * @returns the passkey and its new counter; null for whatever is not right, a counter that did not grow included
 */
export async function judgeAssertion(
  text: string,
  mine: readonly Passkey[],
  asked: Asked,
): Promise<{ readonly passkey: Passkey; readonly counter: number } | null> {
  const answer = read(assertion, text);
  const passkey = answer && mine.find(({ credentialId }) => credentialId.toString('base64url') === answer.id);
  if (!passkey) return null;
  return orNull(async () => {
    if (isForeign(answer.response.clientDataJSON)) return null;
    const { userHandle: _, ...response } = answer.response;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...answer, response, clientExtensionResults: {} } as AuthenticationResponseJSON,
      ...expectations(asked),
      requireUserVerification: true,
      credential: {
        id: answer.id,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: Number(passkey.counter),
      },
    });
    return verified ? { passkey, counter: authenticationInfo.newCounter } : null;
  });
}

/** A counter that does not grow means that there are two of the same authenticator (section 6.1.1); zero counts nothing. */
export function hasGrown(from: string, to: number): boolean {
  return to > Number(from) || (to === 0 && Number(from) === 0);
}

function expectations({ challengeHash, party }: Asked) {
  return {
    expectedChallenge: (challenge: string) => challengeHashOf(challenge).equals(challengeHash),
    expectedOrigin: party.origin,
    expectedRPID: party.id,
  };
}

/** Asked for from within a page of another site; browsers say so. */
function isForeign(clientDataJSON: string): boolean {
  return decodeClientDataJSON(clientDataJSON).crossOrigin === true;
}

function hasCertificates(attestationObject: string): boolean {
  const decoded = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const format = decoded.get('fmt');
  return format !== 'none' && !(format === 'packed' && decoded.get('attStmt').get('x5c') === undefined);
}

function read<Answer>(shape: z.ZodType<Answer>, text: string): Answer | null {
  if (text.length > LONGEST) return null;
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** What the library throws quotes what a stranger sent. */
async function orNull<Result>(work: () => Promise<Result | null>): Promise<Result | null> {
  try {
    return await work();
  } catch {
    return null;
  }
}
