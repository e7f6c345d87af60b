/** Somebody with a cookie of their own who speaks plain HTTP to the product, as no browser would. */
export class Visitor {
  private cookie = '';

  constructor(private readonly url: string) {}

  /** @returns `data`; @throws Error with the code of the first error. */
  async graphql<Answer>(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-courtyard-csrf': '1', cookie: this.cookie },
      body: JSON.stringify({ query, variables }),
    });
    const set = response.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0] ?? '';
    const { data, errors } = (await response.json()) as {
      data: Answer;
      errors?: { extensions: { code: string } }[];
    };
    if (errors?.[0]) throw new Error(errors[0].extensions.code);
    return data;
  }

  async signIn({ email, password }: { email: string; password: string }): Promise<this> {
    const input = { email, password };
    await this.graphql('mutation ($input: SignInInput!) { signIn(input: $input) { sessionId } }', { input });
    return this;
  }

  /** What this product's own page sends along. */
  get headers(): Record<string, string> {
    return { 'x-courtyard-csrf': '1', origin: this.url, cookie: this.cookie };
  }

  /** A request as this product's own page makes it, but for what `headers` says otherwise. */
  ask(
    path: string,
    init: { method?: string; body?: Uint8Array<ArrayBuffer>; headers?: Record<string, string> } = {},
  ) {
    const { headers, ...rest } = init;
    return fetch(`${this.url}${path}`, { ...rest, headers: { ...this.headers, ...headers } });
  }
}

/** Status and stable code of a refusal. */
export async function refusal(response: Response): Promise<[number, string]> {
  const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
  return [response.status, errors[0]?.extensions.code ?? ''];
}
