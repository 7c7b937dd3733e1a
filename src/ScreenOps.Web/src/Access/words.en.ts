export const en = {
  title: 'Sign in', phone: 'Mobile number', password: 'Password', go: 'Sign in', using: 'Signing in with your link…', noLink: 'No password? Ask the command centre for a one-time link or QR code.',
  unreachable: 'The server cannot be reached. Check the network and try again.', again: 'Try the link again',
}
