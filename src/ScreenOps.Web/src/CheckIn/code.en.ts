export const codeEn = {
  scan: 'Scan to take a ticket', left: 'A new code in {n} s', alt: 'Code for a ticket', over: 'The server cannot be reached and the next codes are not here; they show by themselves once it can.', noSite: 'There is no such site; check the address.', signIn: 'Sign in as the command centre or on a device of this site, then open this page.', rehearsal: 'A rehearsal, not a real queue',
  rule: 'Tickets at the site only', required: 'A ticket needs the code on the screen of the site', requiredHint: 'That code changes every 10 seconds and a photo of it is of no use after a minute. While this is on, the code on the poster gives no ticket.', site: 'Site', open: 'Open the screen',
}
