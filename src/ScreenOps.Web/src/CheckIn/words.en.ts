export const en = {
  title: 'My place', rehearsal: 'This is a rehearsal, not a real queue.', language: '中文', loading: 'Loading…', now: 'just now', seconds: '{n} s ago', minutes: '{n} min ago', never: 'no data yet',
  unreachable: 'No network; the figures below are from {time}.', unreachableFirst: 'No network; trying again by itself.', again: 'Try now',
  missing: 'There is no such site', missingText: 'Check the code on the poster, or choose a site below.', noRound: 'No screening now', noRoundText: 'No round is open. When one is, scan the poster again to take a ticket.',
  NotOpened: 'Not opened', Open: 'Open', Paused: 'Paused', Closed: 'Closed',
  status: { NotOpened: 'This site has not opened yet; you can take a ticket now.', Paused: 'This site is paused. Your ticket stays; calling goes on later.', Closed: 'This site is closed. Please go to another one.' },
  queue: 'Waiting', person: 'person', people: 'people', wait: 'Wait about', minutesUnit: 'min', waitUnknown: 'not known',
  lead: 'Take a ticket', leadText: 'Fill this in once; later a scan is enough.', by: 'Register with', byIdentity: 'Identity no.', byHousehold: 'Household no.',
  identity: 'Identity number', identityHint: 'Used to check; never shown in full', identityPlace: '18 characters', household: 'Household number', householdHint: 'On the notice of your grid worker, such as H000001', phone: 'Mobile phone', phoneHint: 'To reach you if you are missed', phonePlace: '11 digits', name: 'Name (optional)',
  consent: 'I agree that this is used for this round of screening.', who: 'Who sees it', whoText: 'Identity and phone numbers are stored encrypted. Staff at the site see them masked. The QR holds no name and no number.',
  send: 'Register and take a ticket', sending: 'Taking a ticket…', summary: '{n} to correct', failed: 'No ticket yet',
  errors: {
    nameLong: 'The name is too long; use up to 40 characters', identityEmpty: 'Enter the identity number', 'identity-short': 'The identity number is {n} short of 18 characters', 'identity-long': 'The identity number is {n} over 18 characters', 'identity-letters': 'Identity numbers hold digits only; the last may be X', 'identity-date': 'The date of birth in the identity number is wrong; check your card', 'identity-digit': 'The last character of the identity number is wrong; check your card',
    householdEmpty: 'Enter the household number', household: 'Household numbers hold letters and digits only, such as H000001', phoneEmpty: 'Enter the phone number', phoneShort: 'The phone number is {n} short of 11 digits', phoneLong: 'The phone number is {n} over 11 digits', phoneLetters: 'Phone numbers hold digits only', phoneFirst: 'Mobile numbers begin with 1; check it', consent: 'A ticket needs your consent; otherwise register at the desk',
  },
  failures: {
    offline: 'No network, so no ticket yet. Press again once connected.', busy: 'Many people are taking tickets; press again in a few seconds.', many: 'Too many tries; wait {n} seconds.', unknown: 'Not found in the register. Check the number, or register at the desk.', conflict: 'No ticket can be taken here now; look at the state of the site or ask the staff.', wrong: 'This was not accepted. Check it and try again, or register at the desk.', pass: 'Your pass is no longer valid; please register again.', other: 'It did not work. Try again later, or register at the desk.',
  },
  mine: 'My ticket', ahead: 'Ahead of me', called: 'called: {n}', tome: 'me: {n}', stillWait: 'Still to wait', soon: 'Nearly your turn; please come to the site', turn: 'Your turn', turnText: 'Go to the lane and show your pass', over: 'Your number was called', overText: 'Go straight to the lane and tell the staff',
  pass: 'Pass', today: 'valid today', until: 'valid until {date}', passHint: 'Show it at the lane; it works without network', qrMissing: 'The picture of the pass is not here yet', moved: 'You wait here now; your old ticket has ended.', already: 'You had a ticket already; here it is.', notKept: 'This browser keeps nothing. Leave this page open, or take a screenshot.',
  check: 'I have been sampled', notYet: 'No sample is recorded yet. Press again a moment after sampling.', doneTitle: 'Sampled', doneText: 'You may leave now', doneSite: 'Site', doneRound: 'Round', doneName: 'Name', doneKeep: 'No screenshot needed; open this page again any time.',
  elsewhere: 'You have ticket {n} at {site}', elsewhereText: 'A ticket here ends the one there.', toOther: 'See that ticket', moveHere: 'Wait here instead', known: '{name}: registered before', knownButton: 'Take a ticket', someoneElse: 'Register someone else',
  othersNear: 'Open sites nearby', otherTotal: ': {low}–{high} min in all', otherParts: '{walk} min on foot ({km} km), then {low}–{high} min',
}
