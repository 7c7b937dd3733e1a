/** Strokes on a grid of 24. */
export const icons = {
  check: 'M4 12.5 9.5 18 20 6.5', cross: 'M6 6l12 12M18 6 6 18', plus: 'M12 5v14M5 12h14', undo: 'M9 6 4 11l5 5M4 11h10.5a5 5 0 0 1 0 10H11',
  play: 'M8 5l11 7-11 7z', pause: 'M8 5v14M16 5v14', stop: 'M6 6h12v12H6z', up: 'M7 17 17 7M9 7h8v8', down: 'M7 7l10 10M17 9v8H9', flat: 'M5 12h14M13 6l6 6-6 6',
  left: 'M15 5l-7 7 7 7', below: 'M5 9l7 7 7-7', right: 'M9 5l7 7-7 7', before: 'M18 6l-7 6 7 6zM6 6v12', after: 'M6 6l7 6-7 6zM18 6v12', screen: 'M3 5h18v11H3zM8 20h8M12 16v4', past: 'M4 5v5h5M4.6 10A8 8 0 1 1 4 13M12 8v4.5l3 2',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z', sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M4.9 4.9l1.8 1.8M17.3 17.3l1.8 1.8M19.1 4.9l-1.8 1.8M6.7 17.3l-1.8 1.8',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21', tray: 'M4 13v6h16v-6M4 13h4.5l1.5 2.5h4l1.5-2.5H20M12 3v8M8.5 7.5 12 11l3.5-3.5', alert: 'M12 3.5 22 20.5H2zM12 10v5M12 17.8v.2',
  leave: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3', edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4', print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z', tablet: 'M6 3h12v18H6zM11 18h2', whole: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5',
}

export type IconName = keyof typeof icons
