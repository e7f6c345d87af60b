import { DemoFault } from './demo.errors.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are as various as the schema; each scene says what it expects
export type Told = Record<string, any>;

/** Somebody at their browser: a session's cookie, and what Courtyard's own pages send. It knows loopback only. */
export class Browser {
  private constructor(
    private readonly url: string,
    private readonly cookie: string,
    readonly name: string,
  ) {}

  /** @throws DemoFault when the words are not theirs */
  static async signIn(
    url: string,
    { email, password }: { email: string; password: string },
  ): Promise<Browser> {
    const query = 'mutation ($input: SignInInput!) { signIn(input: $input) { employee { name } } }';
    const response = await post(url, '', query, { input: { email, password } });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    const { data } = (await response.json()) as Told;
    if (!cookie || !data?.signIn) throw new DemoFault('Somebody could not sign in.');
    return new Browser(url, cookie, data.signIn.employee.name);
  }

  /** The data. @throws DemoFault with the code when it was refused */
  async tell(query: string, variables: object = {}): Promise<Told> {
    const { data, errors } = await this.ask(query, variables);
    if (!data || errors) throw new DemoFault(`${this.name} was refused: ${errors?.[0]?.extensions?.code}.`);
    return data;
  }

  /** The code of the refusal, or null where there was none. */
  async code(query: string, variables: object = {}): Promise<string | null> {
    const { errors } = await this.ask(query, variables);
    return errors?.[0]?.extensions?.code ?? null;
  }

  private async ask(query: string, variables: object): Promise<Told> {
    const response = await post(this.url, this.cookie, query, variables);
    return (await response.json()) as Told;
  }
}

function post(url: string, cookie: string, query: string, variables: object): Promise<Response> {
  // biome-ignore lint/style/noRestrictedGlobals: plays people at their browsers, on this machine
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-courtyard-csrf': '1', ...(cookie ? { cookie } : {}) },
    body: JSON.stringify({ query, variables }),
  });
}
