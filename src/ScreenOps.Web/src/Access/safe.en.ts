export const safeEn = {
  accounts: 'Accounts', audit: 'Audit trail',
  grant: { Operator: 'Operator', City: 'City', CommandCentre: 'Command centre', SiteLead: 'Site lead', Desk: 'Desk', Member: 'Staff member', Courier: 'Courier', Lab: 'Laboratory', GridWorker: 'Grid worker', Device: 'Tablet' },
  reaches: {
    Operator: 'All districts and everything in them, keys and audit trail', City: 'Reads the boards of all districts, changes nothing', CommandCentre: 'Everything of this district', SiteLead: 'Counts, desk, tubes and people of one site', Desk: 'Desk and tubes of one site',
    Member: 'The own duty', Courier: 'Signs for boxes on their way', Lab: 'Signs for boxes and says what became of tubes', GridWorker: 'Sees who of one grid is missing, rings them and notes what they say',
  },
  page: {
    search: 'Name, site or grant', byGrant: 'By grant', any: 'All grants', withStaff: 'With staff members ({n})', withDisabled: 'With disabled ({n})', add: 'Add an account', name: 'Name', grantOf: 'Grant', scope: 'For', signIn: 'Signs in by', lastIn: 'Last sign-in', state: 'State',
    all: 'all districts', district: 'this district', own: 'You', password: 'Password', link: 'Links only', and: ', ', never: 'never', locked: 'Locked until {time}', disabled: 'Disabled', mustChange: 'Chooses a password next', none: 'No account yet', noneText: 'The first link of the server makes one for the command centre; add those who work beside it.',
    notFound: 'Nobody found', showAll: 'Show all', people: 'People', tablets: 'Tablets',
  },
  pane: {
    nameHint: 'A person or a post, as others call it', phone: 'Mobile number', phoneHint: 'For signing in with a password; empty: by links only. Stored encrypted, shown masked from then on', phoneStays: 'Now {phone}; leave it empty to keep it', phoneNone: 'None is known; with one, a password signs in', site: 'Site', siteHint: 'This grant is for one site', grid: 'Grid', gridHint: 'As the list of residents names it', noGrids: 'No list of residents yet: import it first',
    ofMember: 'This account is that of a staff member: name, phone and roles are kept on the members page.', flaw: { name: 'Enter a name of at most 40 characters', phone: 'A mobile number has 11 digits and begins with 1', site: 'Choose the site', grid: 'Choose the grid', grant: 'Choose a grant' }, saved: '{name} is saved', taken: 'Another account has this phone; search for that one',
    acts: 'Signing in', linkOnce: 'Sign-in link', linkPassword: 'Link to a new password', linkPasswordHint: 'For whoever forgot it, and for a first one', signOut: 'Sign out everywhere', signedOut: '{name} is signed out everywhere', disable: 'Disable', enable: 'Enable', disabledNow: '{name} is disabled and signed out', enabledNow: '{name} is enabled',
    disableAsk: 'Disable {name}?', disableMeans: 'Signed out on every screen at once; no password, link or passkey signs in any more. What was done stays on record. It can be enabled again.', yours: 'This is your own account: somebody else changes its grant or disables it.',
  },
  link: { title: 'Link for {name}', titleTablet: 'A tablet for {name}', hint: 'Works once, until {until}. Scan it with the phone or tablet itself, or send the address to that person only.', password: 'It leads to choosing a new password; the old one and all passkeys stop working then.', copy: 'Copy the link', copied: 'Copied' },
  tablet: { lead: 'A tablet is enrolled to a site by scanning a code once, and counts for that site alone.', site: 'Site', enrol: 'Enrol a tablet', since: 'Enrolled', id: 'Tablet', revoked: 'Revoked', revoke: 'Revoke', ask: 'Revoke this tablet of {site}?', means: 'It stops counting within half a minute; what it counted stays. To use it again, enrol it anew.', done: 'The tablet of {site} is revoked', none: 'No tablet is enrolled yet', noneText: 'Choose a site and scan its code with the tablet.' },
  first: { title: 'Choose your password', text: 'At least 10 characters; a few words in a row are easy to keep in mind. Nobody else learns it.', next: 'New password', again: 'Once more', go: 'Save and go on', short: 'At least 10 characters', differs: 'The two are not the same' },
  ring: {
    open: 'Ring', title: 'Show the phone of {name}?', means: 'You see it for a short time. Your name, the time and the reason stand in the audit trail.', why: 'Reason', whyHint: 'Without names or numbers of people', missing: 'Say why, in 2 characters or more', yes: 'Show it', call: 'Ring {phone}', none: 'No phone is known', left: 'Hidden in {n} s', hide: 'Hide it',
    reasons: { callBack: 'Call back because of a tube / Ask the household to come again', duty: 'Not at the post / Ask to take a seat / Change of duty', desk: 'Called and not here / Question about the ticket', member: 'Change of duty / Asked for by the person', missing: 'Has not come to be sampled / To be sampled again / To be sampled at home' },
  },
  person: {
    title: 'One person', lead: 'For whoever asks what is kept of them, or that it be erased. Each step stands in the audit trail with your name and the reason.', number: 'Whole identity number or phone', find: 'Find', none: 'Nobody has this number here', noneText: 'Look whether every digit is right. Who came without being on the list is removed by itself 30 days after the round was sealed.', flaw: 'A whole identity number of 18 characters, or a phone of 11 digits',
    first: 'Enter a number', firstText: 'It leaves this page with the request only, and stands in no address.', walkIn: 'not on the list', export: 'Hand out what is kept', erase: 'Erase', exportAsk: 'Hand out all that is kept of {name}?', exportMeans: 'A file with everything: name, numbers, check-ins, tubes, passes, and who looked. Give it to that person only, then delete it.', eraseAsk: 'Erase {name}?',
    eraseMeans: 'Name, numbers and address are taken away for good and cannot be brought back; passes end. What was counted stays, as somebody\'s. Take the row out of residents.csv as well, or the next import brings it again.', erased: '{name} is erased', handed: 'The file is saved', exportYes: 'Save the file',
  },
  trail: {
    lead: 'What was done with people\'s data, grants and keys, the latest first. Rows are chained: one that is changed, taken out or put in is found.', kind: 'What', any: 'Everything', at: 'When', by: 'Who', about: 'About', why: 'Reason', none: 'Nothing yet', noneText: 'The first sign-in link or grant that is made will stand here.', more: 'Show earlier ones', verify: 'Check the trail', verifying: 'Checking…', good: '{rows} rows are as they were written; this server\'s anchor knows row {anchor}.',
    bad: 'The trail is not as it was written', badHint: 'Keep a copy of the database before anything else, and compare with the log, which names the last row once an hour.', flaw: { Missing: 'Rows {from} to {to} are missing', Changed: 'Row {from} was changed or put in', CutOff: 'Rows {from} to {to} are missing at the end, or an older backup was restored', Replaced: 'Row {from} is not the one this server knows' },
    machine: 'The server', verb: 'Operator at the machine', only: 'Only about this', everything: 'Show all again',
    told: {
      duties: 'duty of {n} people', duty: 'duty', tablet: 'a tablet', tabletRehearsal: 'a tablet of a rehearsal', password: 'to a new password', signIn: 'sign-in', sheets: 'duty sheets, phones masked', passes: 'passes with names', keyBefore: 'the key before it', oneBefore: 'the one before it', rows: '{n} rows', removed: '{n} removed, kept long enough',
      wrong: 'wrong password', strangers: '{n} with a phone, code or passkey that nobody has', notProven: 'not proven: another page, another time or another key', passkeyShut: 'the account is locked or disabled, or the passkey counts backwards', passkeysGone: 'all of them, by a link to a new password', name: 'name', namePhone: 'name, phone', identity: 'identity number: {why}', grantOf: '{grant} of {site}', fromTo: '{from} → {to}',
    },
    thing: { account: 'Account', device: 'Tablet', site: 'Site', round: 'Round', key: 'Key', row: 'Row', import: 'Import', print: 'Print', resident: 'Resident', member: 'Member', codes: 'Codes', passes: 'Passes', prints: 'Prints', 'walk-ins': 'Not on the list' },
    kinds: {
      Unmasked: 'Shown unmasked', AccountMade: 'Account made', AccountChanged: 'Account changed', AccountDisabled: 'Account disabled', AccountEnabled: 'Account enabled', LinkMade: 'Link made', SignedOutEverywhere: 'Signed out everywhere', PasswordSet: 'Password chosen', TabletRevoked: 'Tablet revoked',
      SignInFailed: 'Sign-in failed', Locked: 'Locked', Exported: 'Exported', Printed: 'Printed', Imported: 'Imported', KeyAdded: 'Key added', KeyDropped: 'Key dropped', Resealed: 'Sealed anew', Erased: 'Erased', Retained: 'Removed when due', Anchored: 'Anchor set anew', PasskeyAdded: 'Passkey added', PasskeyRemoved: 'Passkey removed', PasskeyUsed: 'Signed in by a passkey', PasskeyRefused: 'Passkey refused',
    },
  },
}
