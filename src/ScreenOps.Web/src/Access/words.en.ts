export const en = {
  title: 'Sign in', phone: 'Mobile number', password: 'Password', go: 'Sign in', using: 'Signing in with your link…', noLink: 'No password? Ask the command centre for a one-time link or QR code.',
  unreachable: 'The server cannot be reached. Check the network and try again.', again: 'Try the link again',
  wrong: 'Phone or password is not right. After several wrong ones an account takes none for some minutes. Without a password, ask the command centre for a one-time link.', spent: 'This link was used already, is too old, or is not one of ours. Ask the command centre for a new one.',
  tooMany: 'Too many tries from this network. Wait a minute and try again.',
}
