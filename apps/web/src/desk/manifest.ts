/** What a manifest says, as far as this page reads it; what it lacks stays away from the paper. */
export interface ManifestFacts {
  preparedAt?: string;
  sha256?: string;
  policyVersion?: string;
  indexVersion?: string;
  logPosition?: string;
  onward?: string;
  canary?: string;
}

/** Reads the canonical JSON of a manifest. Undefined where it is none. */
export function manifestFacts(json: string): ManifestFacts | undefined {
  let said: Record<string, unknown>;
  try {
    said = JSON.parse(json) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const file = (typeof said['file'] === 'object' && said['file'] !== null ? said['file'] : {}) as Record<
    string,
    unknown
  >;
  const text = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  const facts: Record<string, unknown> = {
    preparedAt: text(said['preparedAt']),
    sha256: text(file['sha256']),
    policyVersion: text(said['policyVersion']),
    indexVersion: text(said['indexVersion']),
    logPosition: text(said['logPosition']),
    onward: text(said['onward']),
    canary: text(said['canary']),
  };
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined),
  ) as ManifestFacts;
}
