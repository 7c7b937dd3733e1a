import type { HelpCause } from './help'

/** Paths of the icons of what a site asks for, on a 24 grid. */
export const signs: Record<HelpCause, string> = {
  tubes: 'M8 3h8M9 3v14.5a3 3 0 0 0 6 0V3M9 12h6', swabs: 'M5 19 15 9M15 9l1.500-3.500a2.500 2.500 0 0 1 4 3L17 11zM5 19l-1 1.500',
  clothes: 'M9 4 4 7v5h3v8h10v-8h3V7l-5-3a3 3 0 0 1-6 0z', disinfectant: 'M9 9h6v11H9zM10 9V5h4v4M14 5h3M17 3.500v3M20 3v4M11.500 13v4',
  people: 'M9 4.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 20c0-4 2.500-6.500 6-6.500 1.500 0 2.800.400 3.800 1.200M18 13v7M14.500 16.500h7',
  order: 'M6 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM12 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM18 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM3 19v-5a3 3 0 0 1 6 0M9 19v-5a3 3 0 0 1 6 0v5M15 14a3 3 0 0 1 6 0v5',
  power: 'M13 2.500 5 13.500h6L10 21.500l9-12h-6z', medical: 'M9.500 3.500h5v6h6v5h-6v6h-5v-6h-6v-5h6z',
}
