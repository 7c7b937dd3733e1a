/** What every failed call throws: the server's problem details, or status 0 when it could not be reached. `reason` is the server's name for why, where it has one, and `address` where to go instead. */
export class ApiError extends Error {
  /** @param errors What is wrong with which field of what was sent, where the server says so. */
  constructor(readonly status: number, readonly title: string, readonly detail: string, readonly retryAfter: number | null = null, readonly errors: Record<string, string[]> = {},
    readonly reason: string | null = null, readonly address: string | null = null) {
    super(detail || title)
  }
}

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
}

/** The one fetch of the product. Paths are below /api/v1; an answer without a body is undefined. */
export async function ask<T>(path: string, options: Ask = {}): Promise<T> {
  const method = options.method ?? (options.body === undefined ? 'GET' : 'POST')
  const answer = await reach(`/api/v1/${path}`, request(method, options))
  if (!answer.ok) throw await problem(answer)
  const text = await answer.text()
  if (text === '') return undefined as T
  return (answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text) as T
}

function request(method: string, options: Ask): RequestInit {
  const headers: Record<string, string> = { accept: 'application/json, image/svg+xml' }
  if (method !== 'GET') headers['X-ScreenOps'] = '1'
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (options.signal) init.signal = options.signal
  if (options.body instanceof FormData) init.body = options.body
  else if (options.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(options.body)
  }
  return init
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, 'unreachable', '')
  }
}

async function problem(answer: Response): Promise<ApiError> {
  return problemOf(answer.status, answer.statusText, name => answer.headers.get(name), await answer.text())
}

/** The error that an answer's problem details tell. */
export function problemOf(status: number, statusText: string, header: (name: string) => string | null, text: string): ApiError {
  const after = Number(header('retry-after')) || null
  if (!header('content-type')?.includes('json')) return new ApiError(status, statusText, '', after)
  const body = JSON.parse(text) as { title?: string; detail?: string; errors?: Record<string, string[]>; reason?: string; address?: string | null }
  return new ApiError(status, body.title ?? statusText, body.detail ?? '', after, body.errors, body.reason, body.address)
}
