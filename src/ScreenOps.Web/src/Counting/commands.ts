/** The words of the server's contract: what a tablet sends, and what it is answered. */
export type CountKind = 'Arrived' | 'Sampled' | 'Left' | 'Queue' | 'Lanes' | 'Open' | 'Pause' | 'Close' | 'Undo'
export type SiteStatus = 'NotOpened' | 'Open' | 'Paused' | 'Closed'

/** Numbers are 1, 2, 3 … within the device, made once and kept over retries. `made` is unix milliseconds on the round's clock. */
export interface CountCommand { number: number; round: number; site: string; kind: CountKind; n: number; made: number }

export interface CountReceipt { number: number; outcome: 'Applied' | 'Refused' | 'Gap' | 'Busy'; reason?: string | null; expected?: number | null }

/** The site's figures as far as this screen shows and changes them. */
export interface Figures { status: SiteStatus; lanes: number; queue: number; arrived: number; sampled: number; left: number }
