export const en = {
  loading: 'Loading…', failed: 'The data could not be read', again: 'Try again', forbidden: 'Your account may not see this page', forbiddenHint: 'Sign in with a command centre account.',
  save: 'Save', cancel: 'Cancel', close: 'Close', add: 'Add', edit: 'Edit', remove: 'Retire', confirm: 'Confirm', dark: 'Use dark', light: 'Use light',
  language: 'Language', secondsAgo: '{n} s ago', minutesAgo: '{n} min ago', never: 'no report', unreachable: 'The server cannot be reached; check the network and try again.', none: 'none',
  undo: 'Undo', undone: 'Undone', restore: 'Bring back', saving: 'Saving…', away: 'The server or its database does not answer; try again in a few seconds. Counting on the tablets is not touched.', old: 'New data could not be read; this is from before.', toCorrect: 'To correct: {n}', notSaved: 'Not saved', unsaved: 'Something here is not saved yet: save or cancel it first.',
}
