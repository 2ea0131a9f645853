/** The service refused a call, or nobody answered it. */
export class AmsError extends Error {
  override readonly name = 'AmsError';
  /** HTTP status; 0 where nothing was answered. */
  readonly status: number;
  /** The word of the service for it, such as `NOT_FOUND`; empty where somebody else answered. */
  readonly code: string;

  constructor({ status, code, message, cause }: { status: number; code: string; message: string; cause?: unknown }) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code;
  }
}

/** What the body of an error says; a body that is no JSON becomes the message, as the Python library has it. */
export function errorOf(status: number, body: string): AmsError {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown; status?: unknown } };
    if (typeof error?.message === 'string')
      return new AmsError({
        status,
        code: typeof error.status === 'string' ? error.status : '',
        message: error.message,
      });
  } catch {
    // Somebody in between answered, such as a proxy.
  }
  const said = body.trim().slice(0, 500);
  return new AmsError({ status, code: '', message: said === '' ? `The service answers ${status}` : said });
}
