export const en = {
  banner: 'Rehearsal: not real figures', played: '{done} of {all} commands played', over: 'The tablets of the rehearsal have stopped', end: 'End the rehearsal', beside: 'A rehearsal is running; real figures are not touched', look: 'Watch it',
  what: 'Rehearse a morning from the expected arrivals; real figures are not touched', speed: 'How much faster than real time', begin: 'Begin a rehearsal', beginning: 'Beginning…',
}
