export const passkeyEn = {
  signIn: 'Sign in with a passkey', or: 'or', waiting: 'Follow what the browser shows: fingerprint, face or the device\'s PIN.',
  title: 'Passkeys', what: 'Sign in with fingerprint, face or the device\'s PIN; no password to type or to forget.', none: 'None yet', noneOf: 'None. Whoever this account is of adds passkeys on the own device.',
  made: 'Added {time}', used: 'last used {time}', unused: 'never used', synced: 'on your synced devices', for: 'works at {host} only',
  name: 'Name of a new one', nameHint: 'The device that will hold it', nameFlaw: 'Give it a name, such as the device', add: 'Add a passkey', adding: 'Waiting for the device…', added: '{name} is added; it signs in from now on',
  remove: 'Remove', removeAsk: 'Remove {name}?', removeMeans: 'It no longer signs in here. Screens that are signed in stay so; "sign out everywhere" ends them. Delete it on the device as well, or it goes on being offered.', removed: '{name} is removed',
  confirm: { title: 'Show that it is you', means: 'You signed in some time ago. Give your password again to change passkeys.', password: 'Password', go: 'Go on', anew: 'This account has no password. Sign in anew, by a link or a passkey, and come back within a few minutes.', anewGo: 'Sign in anew', wrong: 'The password is not right. After several wrong ones an account takes none for some minutes.' },
  unsupported: 'This browser makes no passkeys here. It takes a current browser, and a page that came over https.',
  fault: {
    cancelled: 'Nothing was chosen, or it took too long. Try again; if this device has no passkey for here, use the password or a link.', elsewhere: 'The browser gives no passkeys to this address. Open the page under the server\'s own name, or use the password.', address: 'Passkeys work at {address} only. Open the page there, or use the password.',
    nameless: 'Passkeys need a server with a name, and this page was opened by a number. Ask whoever runs the server to set its public address to a name; until then use the password.', already: 'This device has a passkey for this account already.', unsupported: 'This device has nothing that can hold a passkey.', unverified: 'This device cannot check that it is you. Set up a screen lock, or use another one.',
    refused: 'This passkey does not sign in here: it was removed, is another server\'s, or the account takes none at the moment. Use the password, or ask the command centre for a link.', late: 'That took too long, or the page was open twice. Try again.', notMade: 'The answer of the device was not right. Try again.', full: 'An account has at most 10 passkeys. Remove one that is no longer used.', confirm: 'Show first that it is you.',
    tooMany: 'Too many tries from this network. Wait a minute and try again.', unreachable: 'The server cannot be reached. Check the network and try again.', failed: 'That did not work. Try again, or use the password.',
  },
}
