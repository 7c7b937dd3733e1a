import { ApiError, problemOf } from './http'

/**
 * Sends files and tells how far it is, which fetch cannot. Answers and errors are those of `ask`.
 * @param sent From 0 to 1.
 */
export function upload<T>(path: string, form: FormData, sent: (part: number) => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/${path}`)
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('X-ScreenOps', '1')
    request.upload.onprogress = e => { if (e.lengthComputable) sent(e.loaded / e.total) }
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as T)
      else reject(problemOf(request.status, request.statusText, name => request.getResponseHeader(name), request.responseText))
    }
    request.onerror = () => reject(new ApiError(0, 'unreachable', ''))
    request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}
