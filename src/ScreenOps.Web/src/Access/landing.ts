const homes: Record<string, string> = { Device: '/tablet', Member: '/duty', Desk: '/desk', Courier: '/lab', Lab: '/lab', GridWorker: '/grid' }

/** Pages of those who have no office, by their first part. */
const own: Record<string, readonly string[]> = { Device: ['tablet', 'desk', 'tubes'], Member: ['duty', 'post'], Desk: ['desk', 'tubes'], Courier: ['lab'], Lab: ['lab'], GridWorker: ['grid'] }

/** The office's pages, by their first part; a test compares them with its routes. Sites' pages stand open to it besides. */
export const office: readonly string[] = ['', 'plan', 'morning', 'samples', 'coverage', 'look', 'wall', 'report', 'rounds', 'sites', 'members', 'accounts', 'person', 'audit', 'passes', 'import']

const Longest = 500
const Here = 'https://here.invalid'

/**
 * Where whoever just signed in goes on: to the page that was asked for if it is one of ours and for this grant, else to the grant's own. Nothing leads elsewhere,
 * whatever somebody wrote into the link: it is read as a browser reads it, with all that a browser makes of \, of tabs and of dots in a path.
 */
export function landing(asked: string | null, grant: string): string {
  const home = homes[grant] ?? '/'
  const url = asked !== null && asked.length <= Longest && asked.startsWith('/') ? read(asked) : null
  // "/.//host" is a path of ours that would be read as another's once more.
  if (url === null || url.origin !== Here || url.pathname.startsWith('//')) return home
  return (own[grant] ?? [...office, 'desk', 'tubes']).includes(url.pathname.split('/')[1]!) ? url.pathname + url.search : home
}

function read(asked: string): URL | null {
  try {
    return new URL(asked, Here)
  } catch {
    return null
  }
}
