/** Where somebody signs in who then goes on to the page that was asked for. */
export const signInFor = (path: string, search: string) => path === '/' && search === '' ? '/in' : `/in?to=${encodeURIComponent(path + search)}`

/** Whoever is not signed in signs in and comes back to where they were. */
export const leaveToSignIn = () => window.location.replace(signInFor(window.location.pathname, window.location.search))
