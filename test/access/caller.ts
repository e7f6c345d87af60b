// biome-ignore lint/suspicious/noExplicitAny: answers are as various as the schema, and tests say what they expect of each
export type Told = Record<string, any>;

/** What came back, whole: a leak may sit in a header as well as in the body. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, where it is JSON. */
  readonly body: { data?: Told | null; errors?: AnsweredError[] };
}

export interface AnsweredError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly [detail: string]: unknown };
}

/** A browser: it keeps the session's cookie, and sends what Courtyard's own pages send. */
export class Caller {
  private cookie: string | null = null;
  /** Everything that this browser was ever told. */
  readonly heard: string[] = [];

  constructor(readonly url: string) {}

  get session(): string {
    return this.cookie ?? '';
  }

  /** As a page of ours asks; whatever is given is not looked at before it is sent. */
  ask(query: string, variables?: unknown, more: Record<string, unknown> = {}): Promise<Answer> {
    return this.send(JSON.stringify({ query, variables, ...more }));
  }

  /** The data, where there must be no error. */
  async tell<Data = Told>(query: string, variables?: unknown): Promise<Data> {
    const { body, text } = await this.ask(query, variables);
    if (body.errors || !body.data) throw new Error(`Refused: ${text.slice(0, 500)}`);
    return body.data as Data;
  }

  /** The code of the one error, or null where there is none. */
  async code(query: string, variables?: unknown): Promise<string | null> {
    const { body } = await this.ask(query, variables);
    return body.errors?.[0]?.extensions.code ?? null;
  }

  send(body: string | Uint8Array | undefined, init: RequestInit & { path?: string } = {}): Promise<Answer> {
    const headers = {
      'content-type': 'application/json',
      'x-courtyard-csrf': '1',
      ...(this.cookie ? { cookie: this.cookie } : {}),
      ...(init.headers as Record<string, string> | undefined),
    };
    return this.fetch(init.path ?? '/graphql', {
      method: 'POST',
      body: body as RequestInit['body'],
      ...init,
      headers,
    });
  }

  /** Bare: no header but those given. */
  async fetch(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, init);
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      this.cookie = pair.endsWith('=') ? null : pair;
    }
    const text = await response.text();
    const headers = [...response.headers].filter(([name]) => name !== 'set-cookie');
    this.heard.push(`${response.status}\n${headers.map((pair) => pair.join(': ')).join('\n')}\n\n${text}`);
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }
}

function parsed(text: string): Answer['body'] {
  try {
    return JSON.parse(text) as Answer['body'];
  } catch {
    return {};
  }
}
