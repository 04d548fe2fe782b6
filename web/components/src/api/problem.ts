/** What a server declined or could not do, or that it was not reached (`status` 0). The message is the detail,
 * which is for this case; the title, which is for all of its kind, only where there is none. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly body: Record<string, unknown>;

  constructor(status: number, code: string, title: string, detail = '', body: Record<string, unknown> = {}) {
    super(detail || title);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.body = body;
  }

  get offline(): boolean {
    return this.status === 0;
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads any of the error shapes our servers speak: problem documents on our own routes, the
 * published ones under `/iroh`, `/ctia` and `/wsa`. An unreadable body leaves the status to speak. */
export function problemOf(status: number, body: unknown): ApiError {
  const data = body !== null && typeof body === 'object' ? (body as Record<string, unknown>) : {};
  if (text(data.title)) return new ApiError(status, text(data.code), sentence(text(data.title)), text(data.detail) ? sentence(text(data.detail)) : '', data);
  const nested = data.error;
  if (nested !== null && typeof nested === 'object') {
    const inner = nested as Record<string, unknown>;
    return new ApiError(status, text(inner.code), sentence(text(inner.message) || plain(status)), '', data);
  }
  if (text(nested)) {
    const detail = text(data.error_description) || text(data.message);
    return new ApiError(status, text(nested), detail ? sentence(detail) : sentence(text(nested).replaceAll('_', ' ')), '', data);
  }
  return new ApiError(status, '', plain(status), '', data);
}

/** The message a person reads, whatever was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return error instanceof Error ? error.message : String(error);
}

function sentence(words: string): string {
  const trimmed = words.trim();
  return /[.?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function plain(status: number): string {
  if (status === 401) return 'You are not signed in.';
  if (status === 403) return 'Your account may not do this.';
  if (status === 404) return 'This does not exist, or you may not see it.';
  if (status === 412) return 'Someone else changed this in the meantime.';
  if (status === 429) return 'Too many requests; wait a moment and try again.';
  if (status >= 500) return `The server failed (${status}); try again, or look in its log.`;
  return `The server declined (${status}).`;
}
