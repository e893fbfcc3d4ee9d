import type { ApiError } from '../../../internal/wire/wire.ts'

/** A request that failed. Status 0: the server could not be reached. */
export interface Failure extends ApiError { status: number }

/** The server API as the panel uses it. Rejects with a {@link Failure}, or an AbortError. */
export interface Api {
  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T>
  post<T>(path: string, body?: unknown, query?: Query): Promise<T>
  patch<T>(path: string, body: unknown, query?: Query): Promise<T>
  delete(path: string, query?: Query): Promise<void>
  file(path: string, query?: Query): Promise<Blob>
}
export type Query = { [key: string]: string | undefined }

const unreachable: Failure = {
  status: 0, code: 'unreachable', message: 'The server can’t be reached.', help: 'Check your connection, then try again.',
}
const unreadable = (status: number): Failure => ({
  status, code: 'unreadable', message: `The server’s answer (${status}) can’t be read.`, help: 'Reload the page. If that doesn’t help, see the server’s log.',
})

/** `loggedOut` is called for each answer that says that nobody is logged in. */
export function createApi(loggedOut: () => void): Api {
  async function ask(path: string, init: RequestInit): Promise<Response> {
    return fetch('/api/v1' + path, { credentials: 'same-origin', ...init }).catch(reason => {
      throw init.signal?.aborted ? reason : unreachable
    })
  }
  async function call<T>(path: string, init: RequestInit): Promise<T> {
    const answer = await ask(path, init)
    if (answer.status === 204) return undefined as T
    const body = await answer.json().catch(() => undefined)
    if (answer.ok && body !== undefined) return body as T
    throw failed(answer, body)
  }
  function failed(answer: Response, body: { error?: ApiError } | undefined): Failure {
    const failure: Failure = body?.error ? { ...body.error, status: answer.status } : unreadable(answer.status)
    if (answer.status === 401 && failure.code !== 'bad_login') loggedOut()
    return failure
  }
  const send = <T>(method: string, path: string, body: unknown, query: Query) => call<T>(path + spell(query), {
    method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  })
  return {
    get: (path, query = {}, signal) => call(path + spell(query), { ...(signal && { signal }) }),
    post: (path, body = {}, query = {}) => send('POST', path, body, query),
    patch: (path, body, query = {}) => send('PATCH', path, body, query),
    delete: (path, query = {}) => call(path + spell(query), { method: 'DELETE' }),
    async file(path, query = {}) {
      const answer = await ask(path + spell(query), {})
      if (!answer.ok) throw failed(answer, await answer.json().catch(() => undefined))
      return answer.blob().catch(() => { throw unreachable }) // it broke off: a part is not the whole
    },
  }
}

/** Tells a failure from whatever else may be thrown. */
export function asFailure(thrown: unknown): Failure {
  const known = typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'status' in thrown
  return known ? thrown as Failure : { status: 0, code: 'unknown', message: 'Something went wrong on this page.', help: 'Reload it.' }
}

function spell(query: Query): string {
  const set = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined)
  return set.length ? '?' + new URLSearchParams(set) : ''
}
