import { createTransport } from 'nodemailer';
import type { Letter } from './words.js';

export interface SmtpOptions {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  readonly url: string;
  readonly from: string;
  /** Milliseconds for each step of the exchange. */
  readonly patience?: number;
}

export interface Envelope extends Letter {
  /** The same at every try, so that a mail that was sent twice is one to whoever reads it. */
  readonly id: string;
  readonly to: string;
  readonly at: Date;
}

/**
 * What became of one try. `why` is a code, never words of the other side: those repeat the address.
 * `server`: nothing is wrong with this mail, and the next one would meet the same.
 */
export type Posted =
  | { readonly kind: 'sent' }
  | { readonly kind: 'later' | 'never'; readonly why: string; readonly server: boolean };

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;
const ADDRESS = /^[^\s\p{C}@<>(),:;"\\[\]]{1,64}@[^\s\p{C}@<>(),:;"\\[\]]{1,253}$/u;
const PATIENCE_MILLIS = 20_000;

/** Hands mail to one server (RFC 5321). Beyond this machine only over TLS: the links in it are keys. */
export class Smtp {
  private readonly transport;

  constructor(private readonly options: SmtpOptions) {
    const { protocol, hostname, port, username, password } = new URL(options.url);
    const patience = options.patience ?? PATIENCE_MILLIS;
    const near = LOOPBACK.test(hostname);
    this.transport = createTransport({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: port === '' ? undefined : Number(port),
      secure: protocol === 'smtps:',
      requireTLS: !near,
      ignoreTLS: near && protocol === 'smtp:',
      tls: { minVersion: 'TLSv1.2' },
      auth:
        username === ''
          ? undefined
          : { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
      dnsTimeout: patience,
      disableFileAccess: true,
      disableUrlAccess: true,
      logger: false,
    });
  }

  async send({ id, to, at, subject, text }: Envelope): Promise<Posted> {
    if (!ADDRESS.test(to)) return { kind: 'never', why: 'address', server: false };
    const { from } = this.options;
    try {
      await this.transport.sendMail({
        messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
        date: at,
        from: { name: 'Courtyard', address: from },
        to: { name: '', address: to },
        subject,
        text,
        // RFC 3834: machines that answer for people answer nobody here.
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { kind: 'sent' };
    } catch (failure) {
      return judged(failure);
    }
  }

  close(): void {
    this.transport.close();
  }
}

/** Steps of the exchange at which a refusal is about this mail (RFC 5321 section 3.3). */
const ABOUT_THE_MAIL = /^(RCPT TO|DATA)$/;
/** "Security or policy status" (RFC 3463 section 3.8): we may not send through this server, or not so; no fault of the mail. */
const POLICY = /^\d{3}[ -]\d\.7\.\d/;

function judged(failure: unknown): Posted {
  const said = failure as Partial<Record<'responseCode' | 'response' | 'command' | 'code', unknown>>;
  const status = typeof said.responseCode === 'number' && said.responseCode >= 400 ? said.responseCode : 0;
  const step =
    typeof said.command === 'string' && /^[A-Z ]{2,20}$/.test(said.command) ? said.command : 'unknown';
  const name = typeof said.code === 'string' && /^[A-Z_]{1,30}$/.test(said.code) ? said.code : 'unknown';
  const server = !ABOUT_THE_MAIL.test(step) || POLICY.test(String(said.response));
  const why = status === 0 ? name : `status ${status} at ${step}`;
  return { kind: !server && status >= 500 ? 'never' : 'later', why, server };
}
