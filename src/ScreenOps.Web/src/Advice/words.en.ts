export const en = {
  title: 'What would help now', worst: 'If nobody acts, somebody waits {n} minutes in half an hour. Each lane below is foreseen as if those above it had gone.',
  calm: 'Nobody will wait longer than {n} minutes in half an hour. Nothing needs to be moved.', nobodySpare: 'Somebody will wait {n} minutes in half an hour, and no site near enough can spare a lane. Open more lanes there, or send residents elsewhere.',
  nobodyKnows: 'No site is open and reporting; once they count, advice stands here.', notOpen: 'Lanes are moved while a round is open.',
  way: '{km} km, samples there in {n} minutes', lanes: 'lanes {from} → {to}', without: 'nobody acts', with: 'lane goes', real: 'it was', minutes: '{n} min',
  send: 'Send the lane and {n} people', sendLane: 'Send the lane', took: 'A lane goes from {giver} to {taker}.', done: 'Moved in this round',
  due: 'compared at {at}', measured: 'compared at {at}', undone: 'taken back at {at}',
  fault: { NoPlan: 'No plan names who is there; its site lead chooses who goes.', NoLead: 'No site lead is there who could let people go; call the site first.', TooFew: 'Too few samplers are there to name a crew; its site lead chooses who goes.' },
}
