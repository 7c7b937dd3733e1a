export const en = {
  title: 'Needs a person', unanswered: 'Nobody has taken these', which: 'Which are shown', takeOrPut: 'Take it or put it off', old: 'Nothing newer can be read; this is from before', escalated: 'escalated', toSite: 'Look at the site', fold: '{what}: {n} sites', asks: 'Asks: {what}', seen: '{what}',
  keysOn: 'Keys on', keysOff: 'Keys off', keysHint: 'j / k choose, t take, s snooze, e escalate, Enter opens the site, Esc closes', soundOn: 'Sound on', soundOff: 'Sound off',
  group: { open: 'Open', snoozed: 'Snoozed', ended: 'Ended' },
  none: { open: 'Nothing needs a person', snoozed: 'Nothing is snoozed', ended: 'Nothing has ended in this round yet' },
  severity: { Emergency: 'Emergency', Act: 'Act', Watch: 'Watch' },
  cause: {
    tubes: 'tubes', swabs: 'swabs', clothes: 'protective clothes', disinfectant: 'disinfectant', people: 'people', order: 'order, crowd', power: 'power or network', medical: 'medical help',
    paused: 'The site is paused', 'long-wait': 'The wait is too long', 'no-report': 'No report', 'not-opened': 'Not opened, people wait', 'lane-idle': 'A lane is idle, people wait', 'will-not-finish': 'Will not finish before it closes',
  },
  waits: 'wait {n} min', queues: '{n} waiting', nobody: 'nobody yet', comes: '{who}, there at {at}', late: '{who}, {n} min late', there: 'somebody is there', thereBy: '{who} is there', until: 'until {at}', minutes: '{n} min', madeAt: 'pressed at {at} without network',
  end: { Resolved: 'resolved', Withdrawn: 'withdrawn', Cleared: 'went by itself' },
  act: { Take: 'I take it', Release: 'Give back', Arrive: 'There', Escalate: 'Escalate', Snooze: 'Snooze', Wake: 'Bring back', Resolve: 'Resolved', Reopen: 'Reopen' },
  in: { Take: 'there in {n} min', Snooze: '{n} min' },
  did: { Take: 'Taken: {site}, there in {n} min', Release: 'Given back: {site}', Arrive: 'Somebody is there: {site}', Escalate: 'Escalated: {site}', Snooze: 'Snoozed for {n} min: {site}', Wake: 'Brought back: {site}', Resolve: 'Resolved: {site}', Reopen: 'Reopened: {site}' },
  history: { Raise: 'Raised', Ask: 'Asked again', Take: 'Taken, there in {n} min', Release: 'Given back', Arrive: 'Somebody is there', Escalate: 'Escalated', Snooze: 'Snoozed for {n} min', Wake: 'Brought back', Resolve: 'Resolved', Withdraw: 'Withdrawn', Clear: 'Went by itself', Reopen: 'Reopened' },
  historyOf: 'What happened', by: { Clock: 'the system', Site: 'the site', Office: 'the command centre' },
  heard: { new: 'New, {severity}: {site}, {what}.', escalated: 'Escalated: {site}, {what}; nobody has answered it.', more: '{n} more.' },
  no: {
    NoAlert: 'There is no such alert in this round.', Newer: 'The same is open again as another alert; look after that one.', Reused: 'Press it again.', Full: 'Too much was done with this one; resolve it first.', HasEnded: 'It has ended meanwhile; reopen it to go on.', NotEnded: 'It has not ended.',
    NotYours: 'That is not the command centre’s to do.', OtherKind: 'That cannot be done with one of this kind.', BadMinutes: 'These minutes are not allowed.', IsThere: 'Somebody is there already; resolve it or give it back first.', IsEmergency: 'An emergency is not snoozed; take it or resolve it.', TooEarly: 'It is not time for that yet.',
  },
  next: {
    title: 'Next', none: 'No problem is foreseen in the next hour', more: '{n} more', less: 'Fewer', sites: '{n} sites', in: 'in {n} min', ago: '{n} min ago',
    Post: 'shift {name}: {n} not at their posts', Finish: '{n} waiting will take until {at}', Tubes: 'box {name} ({n} tubes) gets too old', Loose: 'tubes in no box get too old',
  },
  help: {
    title: 'Help', more: 'More', open: 'Help and what comes of it', choose: 'What is short? One tap asks for it', close: 'Back to counting', medical: 'Danger to life: call 120 first', refused: 'not received', storage: 'It cannot be stored here, and is sent all the same; keep this page open', others: '{n} more',
    kept: 'stored here, sent when there is network', Waiting: 'asked at {at}, nobody yet', Taken: '{who} took it, there at {at}', TakenIn: '{who} took it, there in {n} min', TakenLate: '{who} took it, was due at {at}', Arrived: 'somebody is here', Ended: 'ended',
    ended: { Resolved: 'resolved', Withdrawn: 'withdrawn', Cleared: 'ended' }, withdraw: 'Withdraw', arrived: 'They are here', resolved: 'Resolved', asked: 'asked', again: 'Ask again', read: 'I have read this', pending: 'to be sent',
  },
}
