import type { KeyObject } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { connect, type TLSSocket } from 'node:tls';
import { retryAfter } from './back-off.js';
import { signMessage } from './message-signature.js';
import type { Parcel } from './parcel.js';
import { AddressRefused, type Destination, destinationOf, type ResolveOptions } from './public-address.js';

/** What became of one try. Nothing in it comes from the other side but a status and a waiting time. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** It may go better later; `left` says whether the body may have reached somebody. */
  | { readonly kind: 'later'; readonly why: string; readonly left: boolean; readonly askedMillis?: number }
  /** The recipient says that it wants none of this, or the endpoint may not be used. */
  | { readonly kind: 'never'; readonly why: string; readonly left: boolean };

export interface EndpointOptions extends ResolveOptions {
  readonly key: KeyObject;
  readonly keyId: string;
  readonly now: () => Date;
  readonly patience?: Partial<Patience>;
}

/** In milliseconds. */
interface Patience {
  readonly connecting: number;
  /** Without a byte in either direction. */
  readonly silence: number;
  readonly whole: number;
}

export interface Delivery {
  readonly url: string;
  /** One per disclosure, the same at every try. */
  readonly idempotencyKey: string;
  readonly parcel: Parcel;
  /**
   * Called when the right host is at the other end and before the first byte of the request: the last moment to look whether
   * it may still be sent, and to write down that it will be. What it throws is passed on, and nothing leaves.
   */
  readonly beforeFirstByte: () => Promise<void>;
}

const PATIENCE: Patience = { connecting: 10_000, silence: 30_000, whole: 15 * 60_000 };
/** Nobody needs the answer's body; a little is read so that the connection ends in order. */
const MOST_ANSWERED = 64 * 1024;
const MOST_HEADERS = 16 * 1024;
/** How long a captured request may be replayed to a verifier that looks at `expires`. */
const SIGNATURE_MILLIS = 5 * 60_000;
/** Gone, and "the key stands for another request" (draft-ietf-httpapi-idempotency-key-header section 2.7). */
const NEVER = new Set([410, 422]);

/**
 * One try to post a parcel to an https endpoint:
 *
 *     judge address ── refused ─▶ never
 *       └─▶ connect, verify TLS ── fails ─▶ later, nothing left
 *             └─▶ beforeFirstByte ── throws ─▶ thrown, nothing left
 *                   └─▶ post, signed ─ 2xx ─▶ delivered
 *                         ├─ 410, 422 ─▶ never
 *                         └─ other status (redirects are not followed), silence, break ─▶ later, may have left
 */
export async function post(delivery: Delivery, options: EndpointOptions): Promise<Outcome> {
  const patience = { ...PATIENCE, ...options.patience };
  let socket: TLSSocket;
  try {
    socket = await connected(await destinationOf(delivery.url, options), patience.connecting);
  } catch (failure) {
    if (failure instanceof AddressRefused) return { kind: 'never', why: 'address', left: false };
    return { kind: 'later', why: reasonOf(failure), left: false };
  }
  // A socket that breaks while nobody reads it would otherwise end the process.
  socket.on('error', () => undefined);
  try {
    await delivery.beforeFirstByte();
  } catch (refusal) {
    socket.destroy();
    throw refusal;
  }
  try {
    return outcomeOf(await exchange(socket, delivery, options, patience), options.now());
  } catch (failure) {
    return { kind: 'later', why: reasonOf(failure), left: true };
  } finally {
    socket.destroy();
  }
}

function connected({ address, host, port }: Destination, millis: number): Promise<TLSSocket> {
  return new Promise((done, fail) => {
    const socket = connect({
      host: address,
      port,
      // An IP address is no server name in TLS (RFC 6066 section 3), and is verified all the same.
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      ALPNProtocols: ['http/1.1'],
      minVersion: 'TLSv1.2',
    });
    const impatience = setTimeout(() => socket.destroy(new Failure('timeout')), millis);
    socket.once('secureConnect', () => {
      clearTimeout(impatience);
      done(socket);
    });
    socket.once('error', (error) => {
      clearTimeout(impatience);
      fail(error);
    });
  });
}

function headersOf({ url, idempotencyKey, parcel }: Delivery, options: EndpointOptions) {
  const { href } = new URL(url);
  // A string in the sense of structured fields (RFC 9651).
  const key = `"${idempotencyKey}"`;
  const created = options.now();
  const { signatureInput, signature } = signMessage(
    'courtyard',
    [
      ['@method', 'POST'],
      ['@target-uri', href],
      ['content-type', parcel.contentType],
      ['content-length', String(parcel.bytes)],
      ['content-digest', parcel.digest],
      ['idempotency-key', key],
    ],
    {
      created,
      expires: new Date(created.getTime() + SIGNATURE_MILLIS),
      keyId: options.keyId,
      tag: 'courtyard-disclosure',
    },
    options.key,
  );
  return {
    'content-type': parcel.contentType,
    'content-length': String(parcel.bytes),
    'content-digest': parcel.digest,
    'idempotency-key': key,
    'signature-input': signatureInput,
    signature,
    'user-agent': 'Courtyard',
    connection: 'close',
  };
}

async function exchange(
  socket: TLSSocket,
  delivery: Delivery,
  options: EndpointOptions,
  patience: Patience,
): Promise<IncomingMessage> {
  const posting = request(delivery.url, {
    method: 'POST',
    headers: headersOf(delivery, options),
    createConnection: () => socket,
    maxHeaderSize: MOST_HEADERS,
    signal: AbortSignal.timeout(patience.whole),
  });
  posting.setTimeout(patience.silence, () => posting.destroy(new Failure('timeout')));
  const answer = new Promise<IncomingMessage>((done, fail) => {
    posting.once('response', done);
    posting.once('error', fail);
    posting.once('close', () => fail(new Failure('closed')));
  });
  answer.catch(() => undefined);
  // A recipient that answers before it has read everything ends the sending, not the answer.
  const sending = pipeline(delivery.parcel.open(), posting).catch((failure: unknown) =>
    answer.then(
      () => undefined,
      () => Promise.reject(failure),
    ),
  );
  sending.catch(() => undefined);
  const response = await answer;
  let answered = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    answered += chunk.length;
    if (answered > MOST_ANSWERED) break;
  }
  return response;
}

function outcomeOf(response: IncomingMessage, now: Date): Outcome {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const why = `status ${status}`;
  if (NEVER.has(status)) return { kind: 'never', why, left: true };
  return { kind: 'later', why, left: true, askedMillis: retryAfter(response.headers['retry-after'], now) };
}

class Failure extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** The code of an error: its message may hold the name of the host. */
function reasonOf(failure: unknown): string {
  const { code, name } = failure as { code?: unknown; name?: unknown };
  return typeof code === 'string' && /^[A-Za-z_]{1,60}$/.test(code) ? code : String(name ?? 'unknown');
}
