import { type Failure, failureOfAnswer } from '../failure/failure';
import { expire } from '../session/session';

const ADDRESS = '/files/photo';
/** The server's limit, known here so that nobody waits for a refusal. */
export const LARGEST_BYTES = 8 * 1024 * 1024;
/** What a browser can show and the server reads. An iPhone asked for these hands over a JPEG instead of a HEIC. */
export const KINDS = 'image/jpeg,image/png,image/webp,image/avif,image/gif';
const PATIENCE = 60_000;

export interface Transfer {
  /** @throws Failure; nothing at all after `stop` */
  readonly done: Promise<void>;
  stop(): void;
}

/**
 * Sends a picture as one's own photo.
 * @param onProgress told the share that has arrived, 0 to 1
 */
export function sendPhoto(picture: Blob, onProgress: (share: number) => void): Transfer {
  // Not fetch: it cannot say how much of a body has been sent.
  const request = new XMLHttpRequest();
  const done = new Promise<void>((resolve, reject) => {
    if (picture.size > LARGEST_BYTES) throw tooHeavy;
    request.open('PUT', ADDRESS);
    request.timeout = PATIENCE;
    request.setRequestHeader('x-courtyard-csrf', '1');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status === 200) resolve();
      else reject(told(failureOfAnswer(request.status, request.responseText)));
    };
    request.onerror = () =>
      reject({ code: navigator.onLine ? 'connection.lost' : 'connection.offline', details: {} });
    request.ontimeout = () => reject({ code: 'connection.timeout', details: {} });
    request.send(picture);
  });
  return { done, stop: () => request.abort() };
}

/** Deletes one's own photo. @throws Failure or what `failureOf` understands */
export async function deletePhoto(): Promise<void> {
  const response = await fetch(ADDRESS, {
    method: 'DELETE',
    headers: { 'x-courtyard-csrf': '1' },
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) throw told(failureOfAnswer(response.status, await response.text()));
}

/** The photo as it is stored now, kept in this tab only, so that removing it can be undone. Null when it cannot be had. */
export async function keepPhoto(address: string): Promise<Blob | null> {
  try {
    const response = await fetch(address);
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}

const tooHeavy: Failure = { code: 'photo.too_heavy', details: {} };

function told(failure: Failure): Failure {
  if (failure.code === 'auth.signed_out') expire();
  return failure.code === 'input.too_large' ? tooHeavy : failure;
}
