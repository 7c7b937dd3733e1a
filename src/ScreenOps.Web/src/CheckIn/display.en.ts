export const en = {
  lane: 'Lane {n}', come: 'Please come', sampling: 'Sampling', again: 'Called again', recent: 'Just called', called: 'Called up to', noneYet: 'Nobody called yet', noneYetText: 'With a number, please wait until it is called here.', noRound: 'No sampling now', noRoundText: 'Numbers are called here once the next round is open.',
  queue: 'People waiting', people: '', wait: 'Wait now', minutes: 'min', unknown: 'unknown', faster: 'Faster at {site}', only: 'only', away: '{km} km', scan: 'Scan for a number', stale: 'Connection lost, numbers as of {time}',
  secondsAgo: '{n} s ago', minutesAgo: '{n} min ago', never: 'not reported', missing: 'Not the address of a number screen', missingText: 'Take it from the desk again: “Number screen”.', many: 'Too many screens of this site are open; close one first.',
  voiceOn: 'Sound on', voiceOff: 'Muted', voiceStart: 'Press here for spoken calls', noVoice: 'No Chinese voice on this screen: numbers are shown only', paused: 'Sampling paused', closed: 'Closed', rehearsal: 'Rehearsal: not a real queue',
  say: '请 {n} 号到 {lane} 号采样台', sayPriority: '请优先 {n} 号到 {lane} 号采样台',
}
