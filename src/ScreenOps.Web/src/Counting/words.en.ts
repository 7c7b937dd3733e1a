export const en = {
  desk: 'Desk',
  arrived: 'Arrived', sampled: 'Sampled', left: 'Left', today: 'this round', leftHint: 'left unsampled', tube: 'Full tube', people: 'people', minutes: 'min', lanesUnit: 'open',
  queue: 'Waiting now', wait: 'Wait', noWait: '–', about: 'Set to about', keys: 'Type the number', lanes: 'Lanes', planned: '{n} planned', lanesLess: 'One lane fewer', lanesMore: 'One lane more',
  state: 'State of the site', NotOpened: 'Not opened', Open: 'Open', Paused: 'Paused', Closed: 'Closed', pause: 'Pause', close: 'Close', open: 'Open',
  last: 'Last: ', undo: 'Undo', nothingToUndo: 'Only the last tap can be undone; tap +1 to go on', undone: 'Undone', none: 'Nothing counted yet',
  safe: 'All safe', safeHint: 'recorded by the server', waiting: '{n} waiting', waitingHint: 'stored on this tablet', silent: '{n} min without network', silentHint: '{n} stored here; go on counting', noNetwork: 'No network', noNetworkHint: 'Go on counting; it is sent later',
  progress: { waiting: 'waiting', sent: 'sending', safe: 'safe', refused: 'refused', unstored: 'not stored' }, log: 'Last taps', justNow: 'just now', old: 'as of {time}', reported: 'report {age}',
  does: { Arrived: 'Arrived +{n}', Sampled: 'Sampled +{n}', Left: 'Left +{n}', Queue: 'Queue {n}', Lanes: '{n} lanes', Open: 'Open', Pause: 'Pause', Close: 'Close', Undo: 'Undo of no. {n}' },
  refused: '{n} refused', refusedHint: 'tap to see why', refusedTitle: 'Not recorded', refusedRead: 'I have read this',
  reasons: {
    'unknown-site': 'The site code is wrong; call the command centre', 'unknown-round': 'There is no such round; call the command centre', 'other-site': 'This tablet belongs to another site; enrol it again', 'bad-amount': 'The number is out of range; count again',
    'round-not-open': 'The round was not open at that moment; not counted', 'round-sealed': 'The round is sealed; call the command centre', 'nothing-to-undo': 'That one cannot be undone any more', other: 'The server did not accept it; call the command centre',
  },
  keysTitle: 'How many are waiting now?', keysNow: 'recorded now: {n}', clear: 'C', back: '⌫', keep: 'Keep', setTo: 'Set to {n}',
  noRound: 'No round is open. Counting starts here by itself when the command centre opens one.', rehearsal: 'Rehearsal', tubeOf: 'full tube', stay: 'hold: +5, +10', unstored: '{n} not stored', unstoredHint: 'keep this page open; note on paper',
  clockFast: 'This clock is {n} min fast; corrected', clockSlow: 'This clock is {n} min slow; corrected',
  faults: { storage: 'This tablet cannot store taps: count on paper, free some space or change the tablet', signedOut: 'This tablet is no longer enrolled. Its taps are kept; enter a new code', hole: 'Earlier taps are missing here; have the command centre enrol this tablet again' }, again: 'Enrol again',
  tablet: {
    title: 'This tablet', desk: 'Registration desk', tubes: 'Tubes and boxes', lock: 'Lock against stray taps', locked: 'Locked; hold for 1 second to unlock', battery: 'Battery {n}%', close: 'Back to counting', soundOn: 'Taps are heard', soundOff: 'Taps are silent',
    offline: { asking: 'Storing this page on the tablet…', ready: 'This page opens without network', insecure: 'Does not open without network: use its https address', failed: 'Does not open without network: this browser cannot store pages' },
    stays: '{n} waiting to be sent; the browser will not clear them', mayGo: '{n} waiting to be sent, stored here; do not clear the browser’s data',
    drill: 'Drill: act as if the server is gone', drillEnd: 'Connect again', drillHint: 'Count on as usual during the drill: taps are stored here and sent afterwards, every one.', drilling: 'Drill: the server is treated as gone. Count on; taps are sent afterwards.',
  },
  enrol: {
    title: 'Enrol this tablet', text: 'Scan the enrolment code of your site, made in the command centre, with the camera; or type it here.', label: 'Enrolment code', placeholder: 'the code or the whole link', send: 'Enrol', sending: 'Enrolling…',
    lost: 'The storage of this tablet was cleared, so its enrolment ended. Ask the command centre for a new code.', other: 'The account signed in here is not a tablet. Enter the code of a site to count with this device.', empty: 'Enter the code', wrong: 'The code is wrong or too old. Check it, or ask the command centre for a new one.', unreachable: 'The server cannot be reached; check the network and try again.', retry: 'Try again', locked: 'Too many tries; wait a moment.',
  },
}
