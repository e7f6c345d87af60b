import { type KeyObject, sign } from 'node:crypto';

export interface SignatureParameters {
  readonly created: Date;
  readonly expires?: Date;
  readonly keyId: string;
  /** What the signature is for (RFC 9421 section 7.2.5). */
  readonly tag?: string;
}

/**
 * HTTP Message Signatures, RFC 9421, with Ed25519 (section 3.3.6).
 * @param components names of fields in lower case and derived components, with their values, in the order to sign; no value
 * holds a line break, and none has leading or trailing blanks
 * @returns the values of the fields Signature-Input and Signature
 */
export function signMessage(
  label: string,
  components: readonly (readonly [name: string, value: string])[],
  parameters: SignatureParameters,
  key: KeyObject,
): { signatureInput: string; signature: string } {
  const covered = `(${components.map(([name]) => `"${name}"`).join(' ')})${written(parameters)}`;
  const base = [
    ...components.map(([name, value]) => `"${name}": ${line(value)}`),
    `"@signature-params": ${covered}`,
  ].join('\n');
  const signature = sign(null, Buffer.from(base), key).toString('base64');
  return { signatureInput: `${label}=${covered}`, signature: `${label}=:${signature}:` };
}

function written({ created, expires, keyId, tag }: SignatureParameters): string {
  return [
    `;created=${seconds(created)}`,
    expires && `;expires=${seconds(expires)}`,
    `;keyid="${keyId}"`,
    tag && `;tag="${tag}"`,
  ]
    .filter(Boolean)
    .join('');
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

/** A line break in a value would let whoever chose it write further components. */
function line(value: string): string {
  if (/[\r\n]/.test(value)) throw new Error('A component of a signature is one line.');
  return value;
}
