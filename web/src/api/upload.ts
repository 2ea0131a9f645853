import type { AnyContract, Answer, Call } from '#contracts/contract';

import { addressOf, csrfToken } from './call.ts';
import { offline, problemOf } from './problem.ts';

export interface UploadOptions {
  /** Hears how much is sent, from 0 to 1. */
  readonly onProgress?: (sent: number) => void;
  readonly signal?: AbortSignal;
}

/** Sends a file to an endpoint that takes bytes and gives its parsed answer, or throws an `ApiError`. */
export function upload<C extends AnyContract>(
  contract: C,
  input: Call<C>,
  file: File,
  { onProgress, signal }: UploadOptions = {},
): Promise<Answer<C>> {
  // `fetch` tells nothing while it sends.
  const request = new XMLHttpRequest();
  return new Promise((done, fail) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total === 0 ? 0 : loaded / total);
    request.onerror = () => fail(offline());
    request.onabort = () => fail(new DOMException('The upload was cancelled', 'AbortError'));
    request.onload = () => {
      const body: unknown = request.response;
      const parsed = contract.response?.safeParse(body);
      if (request.status < 300 && parsed?.success === true) done(parsed.data as Answer<C>);
      else fail(problemOf(request.status, body, request.getResponseHeader('x-request-id')));
    };
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.open(contract.method, addressOf(contract, input));
    request.responseType = 'json';
    request.setRequestHeader('content-type', file.type === '' ? 'application/octet-stream' : file.type);
    const token = csrfToken();
    if (token !== null) request.setRequestHeader('x-csrf-token', token);
    request.send(file);
  });
}
