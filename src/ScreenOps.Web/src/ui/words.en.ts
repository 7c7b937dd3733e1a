export const en = {
  loading: 'Loading…', failed: 'The data could not be read', again: 'Try again', forbidden: 'Your account may not see this page', forbiddenHint: 'Sign in with a command centre account.',
  save: 'Save', cancel: 'Cancel', close: 'Close', add: 'Add', edit: 'Edit', remove: 'Retire', confirm: 'Confirm', dark: 'Use dark', light: 'Use light',
  language: 'Language', secondsAgo: '{n} s ago', minutesAgo: '{n} min ago', never: 'no report', unreachable: 'The server cannot be reached; check the network and try again.', none: 'none',
}
