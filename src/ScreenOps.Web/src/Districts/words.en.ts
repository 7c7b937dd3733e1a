export const en = {
  pages: 'Main pages', page: { board: 'Board', plan: 'Plan', rounds: 'Rounds', sites: 'Sites', members: 'Members', import: 'Import' },
  whichRound: 'Which round to look at', real: 'Real', rehearsal: 'Rehearsal', noRound: 'No round is open', signOut: 'Sign out ({name})',
}
