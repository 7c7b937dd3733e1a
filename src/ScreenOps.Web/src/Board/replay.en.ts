export const replayEn = {
  look: 'Look back', lookHint: 'Play the morning again, minute by minute, as it was known then', title: 'Looking back', banner: 'Looking back at {at}. This is not now.', of: '{name}, as it was known then', live: 'Back to live',
  play: 'Play', pause: 'Pause', back: 'A minute back', on: 'A minute on', before: 'To what happened before', next: 'To what happened next', minute: 'Minute that is shown', speed: 'How many times as fast',
  keys: { play: 'Space', back: '← (Shift: ten minutes)', on: '→ (Shift: ten minutes)', before: '[', next: ']' },
  event: { Open: 'opens', Paused: 'pauses', Closed: 'closes', Act: 'needs somebody', Stale: 'falls silent' },
  loading: 'The round is read from the ledger…', missing: 'There is no minute of this round to look back at yet.', failed: 'The round could not be read.', forbidden: 'Your account may not look back at this round.', noAdvice: 'Looking back, no advice is given.',
}
