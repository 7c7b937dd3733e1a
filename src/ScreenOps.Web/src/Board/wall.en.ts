export const wallEn = {
  open: 'Wall', openHint: 'The whole screen, for a wall: it takes turns through its views and stays on', rehearsal: 'Rehearsal: not real', view: { map: 'Map and needs', sites: 'All sites', day: 'The day' }, held: 'held', hold: 'Hold', go: 'Go on', whole: 'Whole screen', leave: 'Leave the wall',
  nobody: 'Nobody is needed anywhere now.', more: '{n} more that need somebody', rest: '{calm} calm · {closed} closed', waiting: '{n} waiting', behind: 'Furthest behind',
}
